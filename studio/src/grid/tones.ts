import type { Tone } from '@/ui/Badge';
import type { GridColumn } from './columns';

const TONES: ReadonlySet<string> = new Set(['neutral', 'blue', 'green', 'amber', 'red', 'violet']);

/** The colour of an option, as the table says. */
export function toneOf(column: GridColumn, value: unknown): Tone {
  const tone = column.options.find((option) => option.value === value)?.tone ?? 'neutral';
  return TONES.has(tone) ? (tone as Tone) : 'neutral';
}

import type { ViewContent } from '@/api/savedViews';
import type { Tone } from '@/ui/Badge';

/** Rows, or cells of one column, that stand out where a condition holds. */
export type Mark = Required<ViewContent['marks'][number]>;
export const TONES: readonly Tone[] = ['neutral', 'blue', 'green', 'amber', 'red', 'violet'];
export const MOST_MARKS = 20;
export const NEW_MARK: Mark = { name: '', when: '', tone: 'amber', column: null };

/** What a mark says where only its colour and sign are seen. */
export const meaningOf = (mark: Mark) => mark.name.trim() || mark.when;

/** The first of the marks of a row that is about the whole row, or about a column. */
export function markOf(marks: readonly Mark[], met: readonly number[], column: string | null): Mark | null {
  const place = met.find((one) => marks[one]?.column === column);
  return place === undefined ? null : (marks[place] ?? null);
}

/** The marks with one of them moved to another place. */
export function withMoved(marks: readonly Mark[], from: number, to: number): Mark[] {
  const moved = marks[from];
  if (moved === undefined || to < 0 || to >= marks.length) return [...marks];
  const others = marks.filter((_, index) => index !== from);
  return [...others.slice(0, to), moved, ...others.slice(to)];
}

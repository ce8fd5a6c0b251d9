import type { FilePreview } from '@/api/importFile';

const SAMPLES = 3;

/** A cell of the file, as text. */
export function shownCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Some values of a column of the file. */
export function samplesOf(preview: FilePreview, header: string): string {
  const values = preview.rows.map((row) => shownCell(row[header])).filter((value) => value !== '');
  return values.slice(0, SAMPLES).join(' · ');
}

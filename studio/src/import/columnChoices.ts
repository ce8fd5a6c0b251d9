import type { FilePreview } from '@/api/importFile';
import { NAME } from '@/tables/tableDraft';
import { text } from '@/text';

/** What is chosen about the columns of a file: names by header (null leaves one out) and kinds, where not as found out. */
export interface ColumnChoices {
  columns: Record<string, string | null>;
  kinds: Record<string, string>;
}

export const NO_CHOICES: ColumnChoices = { columns: {}, kinds: {} };

/** Every built-in table has these by itself. */
const GIVEN = ['id', 'created_at', 'created_by', 'updated_at', 'updated_by'];

const words = text.importing.holds;

/** The name of the column for each header; null for one that is left out. */
export function namesOf(preview: FilePreview, { columns }: ColumnChoices): Record<string, string | null> {
  return Object.fromEntries(preview.headers.map((header) => [header, header in columns ? (columns[header] ?? null) : (preview.names[header] ?? '')]));
}

/** Why a column cannot be called so; null when it can. */
export function nameFault(name: string, names: Record<string, string | null>): string | null {
  if (!NAME.test(name)) return words.badName;
  if (GIVEN.includes(name)) return words.givenName;
  return Object.values(names).filter((other) => other === name).length > 1 ? words.sameName : null;
}

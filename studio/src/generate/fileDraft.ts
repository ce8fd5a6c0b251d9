import type { FileWish, SheetReport } from '@/api/fromFile';
import type { ReadAs } from '@/api/importFile';
import type { ColumnChoices } from '@/import/columnChoices';
import type { ChosenFile } from '@/import/useImport';

/** What is chosen about a sheet, by its name; what is not is as proposed. */
export interface SheetChoices extends ColumnChoices {
  isTaken: boolean;
  title: string;
}

export interface FileDraft {
  chosen: ChosenFile | null;
  title: string;
  readAs: ReadAs;
  skipWrong: boolean;
  sheets: Record<string, SheetChoices>;
}

export const NOTHING: FileDraft = { chosen: null, title: '', readAs: {}, skipWrong: false, sheets: {} };

export const keyOf = (one: Pick<SheetReport, 'sheet'>): string => one.sheet ?? '';

export const choicesOf = (draft: FileDraft, one: SheetReport): SheetChoices => draft.sheets[keyOf(one)] ?? { isTaken: true, title: one.title, columns: {}, kinds: {} };

/** The sheets that become tables. */
export const takenOf = (draft: FileDraft, known: SheetReport[]): SheetReport[] => known.filter((one) => choicesOf(draft, one).isTaken);

/** What is asked of the server; every sheet as proposed as long as nothing was chosen otherwise. */
export function wishOf(draft: FileDraft, known: SheetReport[], title: string): FileWish {
  const isAsProposed = Object.keys(draft.sheets).length === 0;
  const tables = takenOf(draft, known).map((one) => {
    const { title: called, columns, kinds } = choicesOf(draft, one);
    return { sheet: one.sheet, title: called.trim() === '' ? one.title : called.trim(), columns, kinds };
  });
  return { title, tables: isAsProposed ? null : tables, readAs: draft.readAs, skipWrong: draft.skipWrong };
}

/** What is known of each sheet, the newest in place of what was known before. */
export function merged(known: SheetReport[], newer: SheetReport[]): SheetReport[] {
  const found = new Map(newer.map((one) => [keyOf(one), one]));
  const kept = known.map((one) => found.get(keyOf(one)) ?? one);
  return [...kept, ...newer.filter((one) => !known.some((other) => keyOf(other) === keyOf(one)))];
}

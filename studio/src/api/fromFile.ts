import type { Language } from '@/text/language';
import { send } from './client';
import { mustBeThere, outcomeOf, type ImportReport, type OnProgress, type ReadAs } from './importFile';

/** A sheet, and what it is to become otherwise than proposed. Files without sheets have one that is null. */
export interface SheetWish {
  sheet: string | null;
  title: string;
  columns: Record<string, string | null>;
  kinds: Record<string, string>;
}

export interface FileWish {
  title: string;
  /** Null for every sheet that holds something. */
  tables: SheetWish[] | null;
  readAs: ReadAs;
  /** Rows that are wrong are left out instead of stopping it all. */
  skipWrong: boolean;
  language?: Language;
}

export interface SheetReport {
  sheet: string | null;
  name: string;
  title: string;
  report: ImportReport;
}

/** What was made of a file, or would be. */
export interface FromFile {
  workspace: string;
  title: string;
  address: string | null;
  tables: SheetReport[];
  left_out: Record<string, string>;
}

/** Make a workspace with tables, rows and an app of a file, all or nothing; or only try. Going away cancels. */
export async function startFromFile(file: Blob, wish: FileWish, isTrial: boolean, signal: AbortSignal, onProgress: OnProgress): Promise<FromFile> {
  const given: [string, string][] = [
    ['title', wish.title],
    ['tables', wish.tables === null ? '' : JSON.stringify(wish.tables)],
    ['dry_run', isTrial ? 'true' : ''],
    ['skip_wrong', wish.skipWrong && !isTrial ? 'true' : ''],
    ['language', wish.language ?? ''],
    ...Object.entries(wish.readAs as Record<string, string>),
  ];
  await mustBeThere(file);
  const asked = new URLSearchParams(given.filter(([, value]) => value !== '')).toString();
  const response = await send('POST', `/generate/import?${asked}`, { file, signal, accept: 'application/x-ndjson' });
  return outcomeOf<FromFile>(response, onProgress);
}

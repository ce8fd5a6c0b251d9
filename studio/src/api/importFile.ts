import type { components } from '@/generated/api';
import { text } from '@/text';
import { at, send } from './client';
import { splitLines } from './lines';
import { Problem, type ProblemDocument } from './problem';

type Answer = components['schemas']['ImportAnswer'];

/** What the values of a column of the file seem to be, and why. */
export interface Guess {
  type: string;
  kind: string;
  evidence: string;
  values: number;
}

export interface FilePreview {
  facts: { unit: string; format?: string; encoding?: string; delimiter?: string; header?: boolean; sheet?: string; sheets?: string[] };
  headers: string[];
  rows: Record<string, unknown>[];
  types: Record<string, Guess>;
  /** Names for new columns, by header. */
  names: Record<string, string>;
}

export interface RowProblem {
  line: number;
  column: string;
  message: string;
}

/** Why no row was tried: a column that the table needs, or that cannot be written. */
export interface Misfit {
  column: string;
  message: string;
  code: string;
  hint: string | null;
}

/** What an import did, or would do. */
export type ImportReport = Omit<Answer, 'preview' | 'problems' | 'unfit'> & { preview: FilePreview; problems: RowProblem[]; unfit: Misfit[] };

export type Mode = 'insert' | 'update' | 'upsert';

/** How the file is read, where that is not left to be found out. */
export interface ReadAs {
  encoding?: string;
  delimiter?: string;
  header?: string;
  sheet?: string;
  decimal?: string;
  dates?: string;
}

export interface ImportWish {
  table: string;
  /** The title of a table that is to be made; null for one that is there. */
  title: string | null;
  mode: Mode;
  key: string[];
  /** The columns that headers mean, null for those left out; the others are found out. */
  columns: Record<string, string | null>;
  /** Kinds of columns that are made, where they are not as found out. */
  kinds: Record<string, string>;
  readAs: ReadAs;
  /** Rows that are wrong are left out instead of stopping the import. */
  skipWrong: boolean;
}

export type OnProgress = (rows: number) => void;

function parameters(wish: ImportWish, isTrial: boolean): URLSearchParams {
  const given: [string, string][] = [
    ['mode', wish.mode],
    ['key', wish.key.join(',')],
    ['columns', Object.keys(wish.columns).length === 0 ? '' : JSON.stringify(wish.columns)],
    ['create', wish.title === null ? '' : 'true'],
    ['title', wish.title ?? ''],
    ['kinds', wish.title === null || Object.keys(wish.kinds).length === 0 ? '' : JSON.stringify(wish.kinds)],
    ['dry_run', isTrial ? 'true' : ''],
    ['skip_wrong', wish.skipWrong && !isTrial ? 'true' : ''],
    // What fits no column is shown before, and left out.
    ['ignore_unknown', 'true'],
    ...Object.entries(wish.readAs as Record<string, string>),
  ];
  return new URLSearchParams(given.filter(([, value]) => value !== ''));
}

/** Send a file: tried only, or imported. Told of progress now and then; going away cancels, and nothing is stored then. */
export async function importFile(workspace: string, file: Blob, wish: ImportWish, isTrial: boolean, signal: AbortSignal, onProgress: OnProgress): Promise<ImportReport> {
  const path = `${at`/workspaces/${workspace}/tables/${wish.table}/import`}?${parameters(wish, isTrial).toString()}`;
  await mustBeThere(file);
  const response = await send('POST', path, { file, signal, accept: 'application/x-ndjson' });
  return outcomeOf<ImportReport>(response, onProgress);
}

/** A file that was changed or removed since it was chosen cannot be sent, and browsers say only that sending failed. */
export async function mustBeThere(file: Blob): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new Problem({ title: 'The file is gone', status: 0, ...text.importing.gone, code: 'import.file_gone' });
  }
}

/** The last line of an answer that tells of progress before. */
export async function outcomeOf<Report>(response: Response, onProgress: OnProgress): Promise<Report> {
  try {
    for await (const line of response.body === null ? [] : splitLines(response.body)) {
      const found = JSON.parse(line) as { progress?: { rows: number }; report?: Report; problem?: ProblemDocument };
      if (found.progress !== undefined) onProgress(found.progress.rows);
      if (found.problem !== undefined) throw new Problem(found.problem);
      if (found.report !== undefined) return found.report;
    }
  } catch (error) {
    if (error instanceof Problem || (error instanceof DOMException && error.name === 'AbortError')) throw error;
  }
  throw new Problem({ title: 'Unexpected end', status: 0, ...text.importing.stopped, code: 'import.stopped' });
}

/** The sheets or tables of a file that holds several, where one has to be chosen before anything is read. */
export function sheetsOf(error: unknown): string[] | null {
  const sheets = error instanceof Problem && error.code === 'import.no_sheet' ? error.extra['sheets'] : undefined;
  return Array.isArray(sheets) ? sheets.map(String) : null;
}

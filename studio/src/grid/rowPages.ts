import { at, get } from '@/api/client';
import { same } from '@/ui/same';

export interface RowsQuery {
  workspace: string;
  table: string;
  filter: string;
  search: string;
  sort: string;
  fields: string[];
  hasKey: boolean;
  /** Conditions that rows are marked by. */
  marks: string[];
}

export interface Row {
  /** As in addresses; null in tables whose rows cannot be told apart. */
  id: string | null;
  values: Record<string, unknown>;
  /** The places of the conditions that it meets. */
  marks: number[];
}

export interface Page {
  items: Record<string, unknown>[];
  ids?: string[] | null;
  cursor: string | null;
  previous: string | null;
  count: number | null;
  count_is_capped: boolean;
  marks?: number[][] | null;
  mark_faults?: (string | null)[] | null;
}

export interface Block {
  rows: Row[];
  next: string | null;
  previous: string | null;
}

/** What stands at some places now, before it is shown. */
export interface Look {
  place: number;
  span: number;
  page: Page;
  rows: Row[];
}

export interface Count {
  rows: number;
  /** False while only a lower bound is known. */
  isExact: boolean;
  isCounting: boolean;
}

export const rowsIn = (page: Page) => page.items.map((values, index): Row => ({ id: page.ids?.[index] ?? null, values, marks: page.marks?.[index] ?? NO_MARKS }));

const NO_MARKS: number[] = [];

/** The rows with the marks that they have among others. */
export function markedAs(looked: readonly Row[], rows: Row[]): Row[] {
  const marks = new Map(looked.map((row) => [row.id, row.marks]));
  return rows.map((row) => {
    const met = row.id === null ? undefined : marks.get(row.id);
    return met === undefined || same(met, row.marks) ? row : { ...row, marks: met };
  });
}

/** A whole block of rows: an answer that was cut short because of its size is gone on with. */
export async function readPage(query: RowsQuery, start: Record<string, string>, limit: number, signal: AbortSignal): Promise<Page> {
  const marks: Record<string, string> = query.marks.some((when) => when !== '') ? { marks: JSON.stringify(query.marks) } : {};
  const page = await askPage(query, { ...start, ...marks, limit: String(limit) }, signal);
  while (page.items.length < limit && page.cursor !== null) {
    const more = await askPage(query, { cursor: page.cursor, ...marks, limit: String(limit - page.items.length) }, signal);
    page.items.push(...more.items);
    page.ids?.push(...(more.ids ?? []));
    page.marks?.push(...(more.marks ?? []));
    page.cursor = more.cursor;
  }
  return page;
}

export function askPage({ workspace, table, filter, search, sort, fields, hasKey }: RowsQuery, more: Record<string, string>, signal: AbortSignal): Promise<Page> {
  const asked = new URLSearchParams({ ...more, fields: fields.join(',') });
  if (hasKey) asked.set('ids', 'true');
  if (filter !== '') asked.set('filter', filter);
  if (search !== '') asked.set('search', search);
  if (sort !== '') asked.set('sort', sort);
  return get<Page>(`${at`/workspaces/${workspace}/tables/${table}/rows`}?${asked.toString()}`, signal);
}

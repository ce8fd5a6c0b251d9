import { at, call, get, post } from './client';

export type Values = Record<string, unknown>;

/** A row as the server has it. */
export interface StoredRow {
  id: string;
  version: string;
  values: Values;
  masked: string[];
}

/** One of several changes that are all made, or none. */
export interface RowChange {
  verb: 'create' | 'update' | 'delete';
  id?: string;
  values?: Values;
  if_match?: string;
}

/** So many changes are made at once at most. */
export const MOST_CHANGES = 1000;

const rowsOf = (workspace: string, table: string) => at`/workspaces/${workspace}/tables/${table}/rows`;
const rowOf = (workspace: string, table: string, id: string) => at`/workspaces/${workspace}/tables/${table}/rows/${id}`;

export const readRow = (workspace: string, table: string, id: string, signal?: AbortSignal) => get<StoredRow>(rowOf(workspace, table, id), signal);

export const changeRow = (workspace: string, table: string, id: string, values: Values, version?: string) => call<StoredRow>('PATCH', rowOf(workspace, table, id), { body: values, ifMatch: version });

export const createRow = (workspace: string, table: string, values: Values) => post<StoredRow>(rowsOf(workspace, table), values);

/** All of these changes, or none of them; the rows as they are then, null for one that is gone. */
export const changeRows = (workspace: string, table: string, changes: RowChange[]) => post<{ items: (StoredRow | null)[] }>(`${rowsOf(workspace, table)}/bulk`, { changes }).then(({ items }) => items);

/** Values of the rows with these keys, as they are now. */
export async function readValues(workspace: string, table: string, fields: string[], filter: string): Promise<{ id: string; values: Values }[]> {
  const asked = new URLSearchParams({ filter, fields: fields.join(','), ids: 'true', limit: '1000' });
  const page = await get<{ items: Values[]; ids: string[] | null }>(`${rowsOf(workspace, table)}?${asked.toString()}`);
  return page.items.flatMap((values, index) => (page.ids?.[index] === undefined ? [] : [{ id: page.ids[index], values }]));
}

/** The name of the last change of a row; rows that were changed together have it in common. */
export async function lastChange(workspace: string, table: string, id: string): Promise<string> {
  const { items } = await get<{ items: { change: string }[] }>(`${rowOf(workspace, table, id)}/history?limit=1`);
  return items[0]?.change ?? '';
}

/** Take back one of the caller's own changes, unless somebody has built on it since. */
export const undoChange = (workspace: string, table: string, change: string) => post<{ items: (StoredRow | null)[] }>(at`/workspaces/${workspace}/tables/${table}/undo`, { change });

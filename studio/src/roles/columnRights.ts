import type { TableGrant } from '@/api/types';

/** What a grant allows with one column. */
export type ColumnRight = 'write' | 'read' | 'mask' | 'hide';

export const COLUMN_RIGHTS: ColumnRight[] = ['write', 'read', 'mask', 'hide'];

export function columnRight(grant: TableGrant, column: string): ColumnRight {
  const listed = grant.columns === null || grant.columns === undefined || grant.columns.includes(column);
  if (!listed || grant.hide?.includes(column)) return 'hide';
  if (grant.mask?.includes(column)) return 'mask';
  return grant.read_only?.includes(column) ? 'read' : 'write';
}

type ColumnFacts = Pick<TableGrant, 'columns' | 'hide' | 'read_only' | 'mask'>;

/** The grant with another right on one column; a list of allowed columns stays one. */
export function withColumn(grant: TableGrant, column: string, right: ColumnRight, all: string[]): ColumnFacts {
  const rights = new Map(all.map((name) => [name, name === column ? right : columnRight(grant, name)]));
  return factsOf(rights, all, isListed(grant));
}

/** Whether columns that are added to the table later stay hidden. */
export const isListed = (grant: TableGrant) => grant.columns !== null && grant.columns !== undefined;

/** The same rights, with columns that come later shown or hidden. */
export function withNewColumns(grant: TableGrant, hidden: boolean, all: string[]): ColumnFacts {
  return factsOf(new Map(all.map((name) => [name, columnRight(grant, name)])), all, hidden);
}

function factsOf(rights: Map<string, ColumnRight>, all: string[], listed: boolean): ColumnFacts {
  const which = (wanted: ColumnRight) => all.filter((name) => rights.get(name) === wanted);
  return {
    columns: listed ? all.filter((name) => rights.get(name) !== 'hide') : null,
    hide: listed ? [] : which('hide'),
    read_only: which('read'),
    mask: which('mask'),
  };
}

/** How many columns are not simply read and written, for a summary. */
export function restricted(grant: TableGrant): number {
  return (grant.columns?.length ?? 0) + (grant.hide?.length ?? 0) + (grant.read_only?.length ?? 0) + (grant.mask?.length ?? 0);
}

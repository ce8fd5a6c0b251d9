import { labelOf } from '@/schema/labels';
import { mergeChanges, type Merged } from '@/ui/merge/mergeChanges';
import { isObject, type Json, type JsonObject } from '@/designer/document/types';

/** A column being designed. `was` is its name in the stored table; null of one that is new. */
export interface ColumnDraft {
  id: string;
  was: string | null;
  column: JsonObject;
}

/** A built-in table being designed: everything about it but its columns, and those, each known by an id of its own. */
export interface TableDraft {
  table: JsonObject;
  columns: ColumnDraft[];
}

export const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Lists of the table that name columns, a name each or several together. */
const LISTS = ['search', 'sort'] as const;
const GROUPS = ['unique', 'indexes'] as const;

export const nameOf = (draft: ColumnDraft): string => textOf(draft.column['name']);
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
export const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
export const groupsOf = (value: Json | undefined): string[][] => listOf(value).map((group) => listOf(group).map(textOf));

export function draftOf(definition: JsonObject): TableDraft {
  const { columns, ...table } = definition;
  return {
    table,
    columns: listOf(columns)
      .filter(isObject)
      .map((column) => ({ id: textOf(column['name']), was: textOf(column['name']), column })),
  };
}

/** The definition as it is sent. */
export const definitionOf = (draft: TableDraft): JsonObject => ({ ...draft.table, columns: draft.columns.map(plain) });

/** A new column whose label only repeats its name says no label. */
const plain = ({ was, column }: ColumnDraft): JsonObject => (was === null && column['label'] === labelOf(textOf(column['name']), undefined) ? put(column, 'label', undefined) : column);

/** What the server is told of columns that are only called otherwise. */
export const renamesOf = (ref: string, draft: TableDraft): string[] =>
  draft.columns.flatMap((one) => (one.was === null || one.was === nameOf(one) ? [] : [`${ref}.${one.was}=${nameOf(one)}`]));

/** An object with one key said, or left out where it says nothing. */
export function put(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  const isNothing = value === undefined || value === '' || value === null || (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
  if (!isNothing) return { ...object, [key]: value };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

export const setTable = (draft: TableDraft, key: string, value: Json | undefined): TableDraft => ({ ...draft, table: put(draft.table, key, value) });

export const setColumn = (draft: TableDraft, id: string, key: string, value: Json | undefined): TableDraft => ({
  ...draft,
  columns: draft.columns.map((one) => (one.id === id ? { ...one, column: put(one.column, key, value) } : one)),
});

/** A column under another name, followed by what the table itself says of it. Expressions follow on the server. */
export function renameColumn(draft: TableDraft, id: string, name: string): TableDraft {
  const before = draft.columns.find((one) => one.id === id);
  if (before === undefined || nameOf(before) === name) return draft;
  const old = nameOf(before);
  return mapNames(setColumn(draft, id, 'name', name), (said) => (said === old ? name : said));
}

/** Without a column, and without what the table says of it. Rules that read it stay, and are refused with their place. */
export function removeColumn(draft: TableDraft, id: string): TableDraft {
  const gone = draft.columns.find((one) => one.id === id);
  if (gone === undefined) return draft;
  const name = nameOf(gone);
  return mapNames({ ...draft, columns: draft.columns.filter((one) => one.id !== id) }, (said) => (said === name ? null : said));
}

function mapNames(draft: TableDraft, change: (name: string) => string | null): TableDraft {
  let { table } = draft;
  for (const key of LISTS) table = put(table, key, listOf(table[key]).flatMap((said) => signed(textOf(said), change)));
  for (const key of GROUPS) {
    const groups = groupsOf(table[key]).map((group) => group.map((said) => signed(said, change)[0] ?? null));
    table = put(table, key, groups.filter((group): group is string[] => group.length > 0 && !group.includes(null)));
  }
  table = put(table, 'display', change(textOf(table['display'])) ?? undefined);
  const checks = listOf(table['checks']).filter(isObject).map((check) => put(check, 'field', change(textOf(check['field'])) ?? undefined));
  return { ...draft, table: put(table, 'checks', checks) };
}

/** A column of an order keeps its direction. */
function signed(said: string, change: (name: string) => string | null): string[] {
  const sign = said.startsWith('-') ? '-' : '';
  const [head = '', ...rest] = said.slice(sign.length).split('.');
  const name = change(head);
  return name === null ? [] : [sign + [name, ...rest].join('.')];
}

export function moveColumn(draft: TableDraft, id: string, to: number): TableDraft {
  const moved = draft.columns.find((one) => one.id === id);
  if (moved === undefined || draft.columns[to] === moved) return draft;
  const others = draft.columns.filter((one) => one.id !== id);
  const at = Math.max(0, Math.min(to, others.length));
  return { ...draft, columns: [...others.slice(0, at), moved, ...others.slice(at)] };
}

/** A new column behind another, or at the end. */
export function addColumn(draft: TableDraft, column: JsonObject, after: string | null): { draft: TableDraft; id: string } {
  let number = draft.columns.length + 1;
  while (draft.columns.some((one) => one.id === `new ${number}`)) number += 1;
  const added: ColumnDraft = { id: `new ${number}`, was: null, column };
  const at = after === null ? draft.columns.length : draft.columns.findIndex((one) => one.id === after) + 1;
  return { draft: { ...draft, columns: [...draft.columns.slice(0, at), added, ...draft.columns.slice(at)] }, id: added.id };
}

export const isUnique = (draft: TableDraft, name: string): boolean => groupsOf(draft.table['unique']).some((group) => group.length === 1 && group[0] === name);

export function setUnique(draft: TableDraft, name: string, unique: boolean): TableDraft {
  const others = groupsOf(draft.table['unique']).filter((group) => !(group.length === 1 && group[0] === name));
  return setTable(draft, 'unique', unique ? [...others, [name]] : others);
}

/** How many things differ: columns that are new, gone, changed or elsewhere, and what the table says. */
export function countChanges(before: TableDraft, after: TableDraft): number {
  const written = (value: unknown) => JSON.stringify(value);
  const old = new Map(before.columns.map((one) => [one.was, one]));
  const changed = after.columns.filter((one) => one.was === null || written(old.get(one.was)?.column) !== written(one.column)).length;
  const kept = new Set(after.columns.map((one) => one.was));
  const gone = before.columns.filter((one) => !kept.has(one.was)).length;
  const order = (draft: TableDraft, among: Set<string | null>) => written(draft.columns.map((one) => one.was).filter((was) => was !== null && among.has(was)));
  const moved = order(before, kept) === order(after, new Set(old.keys())) ? 0 : 1;
  const keys = new Set([...Object.keys(before.table), ...Object.keys(after.table)]);
  const facts = [...keys].filter((key) => written(before.table[key]) !== written(after.table[key])).length;
  return changed + gone + moved + facts;
}

/** A draft with its columns by the names they are stored under, so that two people's can be compared. */
const comparable = (draft: TableDraft) => ({ table: draft.table, columns: draft.columns.map((one) => ({ id: keyOf(one), column: one.column })) });
const keyOf = (one: ColumnDraft): string => one.was ?? nameOf(one);

/** My changes and what somebody else stored meanwhile. Columns of mine that they removed are new ones. */
export function joinTables(base: TableDraft, mine: TableDraft, theirs: TableDraft, chosen: ReadonlySet<string> = new Set()): Merged<TableDraft> {
  const { merged, clashes } = mergeChanges(comparable(base), comparable(mine), comparable(theirs), { chosen });
  const there = new Set(theirs.columns.map(keyOf));
  const columns = merged.columns.map(({ id, column }) => ({ id: mine.columns.find((one) => keyOf(one) === id)?.id ?? id, was: there.has(id) ? id : null, column }));
  return { merged: { table: merged.table, columns }, clashes };
}

import type { Column, Table } from '@/api/types';
import { text } from '@/text';

export type CellKind =
  | 'text' | 'long' | 'number' | 'boolean' | 'date' | 'time' | 'datetime' | 'option' | 'tags' | 'relation' | 'links' | 'files' | 'person' | 'json' | 'binary' | 'url' | 'email' | 'color' | 'mono';

/** The table that the values of a column are keys of. */
export interface Target {
  table: string;
  key: string;
}

/** A column as the grid needs to know it. */
export interface GridColumn {
  name: string;
  label: string;
  help: string | null;
  kind: CellKind;
  type: string;
  zoned: boolean;
  options: { value: string; label: string; tone: string | null }[];
  target: Target | null;
  masked: boolean;
  /** Why values of rows that are there cannot be changed; null when they can. */
  fixed: string | null;
  mayBeEmpty: boolean;
  /** Whether a new row may be given a value. */
  creatable: boolean;
  /** Whether the column may take part in filters and sorting. */
  usable: boolean;
  /** Whether a cell holds any number of files. */
  many: boolean;
  width: number;
}

const WIDTHS: Partial<Record<CellKind, number>> = { number: 112, boolean: 88, date: 120, time: 96, datetime: 176, option: 136, long: 280, email: 208, url: 208, relation: 168, links: 208, person: 152 };

/** The columns of a table in their own order, with what this person may do with each. */
export function gridColumns(table: Table): GridColumn[] {
  return table.definition.columns.map((column) => columnOf(column, table));
}

function columnOf(column: Column, table: Table): GridColumn {
  const target = targetOf(column, table);
  const kind = kindOf(column, target);
  return {
    name: column.name,
    label: column.label ?? labelFrom(column.name),
    help: column.help,
    kind,
    type: column.type,
    zoned: column.zoned,
    options: column.options.map((option) => ({ value: option.value, label: option.label ?? labelFrom(option.value), tone: option.tone })),
    target,
    masked: table.access.masked.includes(column.name),
    fixed: whyFixed(column, kind, table),
    creatable: table.access.creatable.includes(column.name) && !column.read_only && !UNTYPED.has(kind),
    mayBeEmpty: column.nullable && !column.required,
    usable: !table.access.masked.includes(column.name) && kind !== 'binary' && kind !== 'files' && kind !== 'json',
    many: column.files?.many === true,
    width: column.name === table.definition.display ? 280 : (WIDTHS[kind] ?? 168),
  };
}

/** Kinds whose values no control of the grid gives. */
const UNTYPED: ReadonlySet<CellKind> = new Set(['binary']);

function targetOf(column: Column, { definition }: Table): Target | null {
  if (column.links) return { table: column.links.target, key: 'id' };
  const relation = definition.relations.find((one) => one.columns.length === 1 && one.columns[0] === column.name);
  return relation === undefined ? null : { table: relation.target, key: relation.target_columns[0] ?? 'id' };
}

const BY_TYPE: Record<string, CellKind> = { integer: 'number', decimal: 'number', float: 'number', boolean: 'boolean', date: 'date', time: 'time', datetime: 'datetime', json: 'json', binary: 'binary', list: 'tags', uuid: 'mono' };
const BY_FORMAT: Record<string, CellKind> = { url: 'url', link: 'url', email: 'email', color: 'color', mono: 'mono' };

function kindOf(column: Column, target: Target | null): CellKind {
  if (column.links) return 'links';
  if (column.files) return 'files';
  if (target !== null) return 'relation';
  if (column.stamp === 'created_by' || column.stamp === 'updated_by') return 'person';
  if (column.type !== 'list' && column.options.length > 0) return 'option';
  return BY_TYPE[column.type] ?? (column.long ? 'long' : formatOf(column));
}

const formatOf = ({ cell, kind }: Column): CellKind => BY_FORMAT[cell?.format ?? ''] ?? BY_FORMAT[kind ?? ''] ?? 'text';

function whyFixed(column: Column, kind: CellKind, { access, definition }: Table): string | null {
  const words = text.grid.fixed;
  if (access.read_only_reason !== null) return access.read_only_reason;
  if (definition.primary_key.includes(column.name)) return words.key;
  if (column.read_only) return column.stamp === null ? words.computed : words.stamped;
  if (access.masked.includes(column.name)) return words.masked;
  if (!access.can.includes('update')) return words.noUpdate(access.refused['update'] ?? '');
  if (!access.writable.includes(column.name)) return words.noColumn;
  if (UNTYPED.has(kind) || column.type === 'other') return words.elsewhere;
  return null;
}

/** `opened_at` → "Opened at": as the server labels a name that nobody labelled. */
function labelFrom(name: string): string {
  const words = name.replaceAll('-', '_').split('_');
  if (words.length > 1 && words.at(-1) === 'id') words.pop();
  const label = words.filter(Boolean).join(' ') || name;
  return label === 'id' ? 'ID' : label.charAt(0).toUpperCase() + label.slice(1);
}

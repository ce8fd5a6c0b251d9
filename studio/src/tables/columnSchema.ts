import type { ColumnKind, JsonSchema, Table } from '@/api/types';
import { isObject, type Json, type JsonObject } from '@/designer/document/types';
import { nameOf, textOf, type ColumnDraft } from './tableDraft';

/** A reference that leads from a table, or links: what it is called, and where it leads. */
export interface Reference {
  name: string;
  target: string;
}

/** What the references of a column are called, as the server does it: `customer_id` gives `customer`, `owner` gives `owner_row`. */
const referenceName = (column: string, isList: boolean): string => (isList ? column : column.endsWith('_id') && column.length > 3 ? column.slice(0, -3) : `${column}_row`);

/** The setting of a kind that names the table it leads to, when its column is a reference. */
function targetSetting(kind: ColumnKind | undefined): string | undefined {
  const properties = Object.entries(kind?.settings_schema.properties ?? {});
  return kind?.is_written ? properties.find(([, schema]) => schema['x-table'])?.[0] : undefined;
}

/** The references of the table as it is being designed. */
export function ownReferences(columns: readonly ColumnDraft[], kinds: ReadonlyMap<string, ColumnKind>): Reference[] {
  return columns.flatMap((one) => {
    const kind = kinds.get(textOf(one.column['kind']));
    const setting = targetSetting(kind);
    const settings = one.column['settings'];
    const target = setting === undefined || !isObject(settings) ? '' : textOf(settings[setting]);
    return target === '' ? [] : [{ name: referenceName(nameOf(one), kind?.type === 'list'), target }];
  });
}

/** The references of a stored table. */
export const referencesOf = (table: Table | undefined): Reference[] => [
  ...(table?.definition.relations ?? []).map(({ name, target }) => ({ name, target })),
  ...(table?.definition.columns ?? []).flatMap((column) => (column.links === null ? [] : [{ name: column.name, target: column.links.target }])),
];

export interface Around {
  /** The table being designed. */
  ref: string;
  references: Reference[];
  /** Names of the columns of a table, the one being designed included. */
  columnsOf: (ref: string) => string[];
  referencesOf: (ref: string) => Reference[];
}

/** The tables whose references or columns the settings of a column may name, to be asked for beforehand. */
export function tablesNamed(schema: JsonSchema, settings: JsonObject, references: Reference[]): string[] {
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const value = textOf(settings[name]);
    if (inside(part, 'x-table')) return [value];
    return inside(part, 'x-reference') ? [references.find((one) => one.name === value)?.target ?? ''] : [];
  });
  return [...new Set(named.filter((ref) => ref !== ''))];
}

const inside = (schema: JsonSchema, mark: 'x-table' | 'x-column' | 'x-reference'): boolean => Boolean(schema[mark]) || (schema.anyOf ?? []).some((arm) => Boolean(arm[mark]));

/** The schema of settings with what there is to choose from, where a setting names references or columns. */
export function withChoices(schema: JsonSchema, settings: JsonObject, around: Around): JsonSchema {
  const properties = Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, choosing(plain(part), name, settings, around)]));
  return { ...schema, properties };
}

/** Without the mark of expressions: those of screens get help that columns have not. */
function plain(part: JsonSchema): JsonSchema {
  const rest = Object.fromEntries(Object.entries(part).filter(([key]) => key !== 'x-expression')) as JsonSchema;
  return part.anyOf === undefined ? rest : { ...rest, anyOf: part.anyOf.map(plain) };
}

function choosing(part: JsonSchema, name: string, settings: JsonObject, around: Around): JsonSchema {
  const owner = ownerOf(part['x-of'] ?? [], settings, around);
  const choices = inside(part, 'x-reference') ? leading(owner, around) : inside(part, 'x-column') ? around.columnsOf(owner) : [];
  if (choices.length === 0) return part;
  const value = textOf(settings[name]);
  const all = value === '' || choices.includes(value) ? choices : [...choices, value];
  const rest = Object.fromEntries(Object.entries(part).filter(([key]) => key !== 'anyOf')) as JsonSchema;
  return { ...rest, type: 'string', enum: all };
}

/** Whose references or columns are meant: the first of the settings named that says a table, or a reference to one. */
function ownerOf(of: readonly string[], settings: JsonObject, around: Around): string {
  for (const name of of) {
    const value = textOf(settings[name]);
    if (value === '') continue;
    return around.references.find((one) => one.name === value)?.target ?? value;
  }
  return around.ref;
}

/** References of the table itself, or those of another that lead here. */
function leading(owner: string, around: Around): string[] {
  if (owner === around.ref) return around.references.map((one) => one.name);
  return around.referencesOf(owner).filter((one) => one.target === around.ref).map((one) => one.name);
}

/** The settings a new column begins with, its `$table`, `$reference` and `$column` replaced where there is something. */
export function startSettings(start: Json | undefined, tables: readonly string[], around: Around): JsonObject {
  const first = around.references[0];
  const names: Record<string, string> = { $table: tables[0] ?? '', $reference: first?.name ?? '', $column: first === undefined ? '' : (around.columnsOf(first.target).find((name) => name !== 'id') ?? '') };
  const settings = isObject(start) ? start : {};
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, typeof value === 'string' && value.startsWith('$') ? (names[value] ?? '') : value]));
}

/** The key of an object that may be written as that value alone: options are, `open` being `{value: open}`. */
function soleKey(part: JsonSchema, root: JsonSchema): string | undefined {
  const ref = part.items?.$ref;
  const item = ref === undefined ? part.items : root.$defs?.[ref.split('/').at(-1) ?? ''];
  return item?.type === 'object' && item.required?.length === 1 ? item.required[0] : undefined;
}

/** Settings with every item of a list as an object, where it may be written as a value alone: what forms edit. */
export const expanded = (settings: JsonObject, schema: JsonSchema): JsonObject => mapItems(settings, schema, (item, key) => (typeof item === 'string' ? { [key]: item } : item));

/** The reverse: without noise. */
export const compacted = (settings: JsonObject, schema: JsonSchema): JsonObject =>
  mapItems(settings, schema, (item, key) => (isObject(item) && Object.keys(item).length === 1 && typeof item[key] === 'string' ? item[key] : item));

function mapItems(settings: JsonObject, schema: JsonSchema, change: (item: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const key = soleKey(schema.properties?.[name] ?? {}, schema);
      return [name, key === undefined || !Array.isArray(value) ? value : value.map((item) => change(item, key))];
    }),
  );
}

import type { JsonSchema } from '@/api/types';
import { labelOf, optionLabel } from './labels';

export type FieldKind = 'text' | 'long' | 'secret' | 'number' | 'boolean' | 'choice' | 'list';

/** One setting, as a form needs to know it. */
export interface SchemaField {
  name: string;
  kind: FieldKind;
  label: string;
  help: string | null;
  required: boolean;
  advanced: boolean;
  initial: unknown;
  options: { value: string; label: string }[];
  min: number | null;
  max: number | null;
  integer: boolean;
}

const LONG_FROM = 2000;
const LAST_PORT = 65535;

/** The fields of a settings schema: what is needed first, in the order of the schema, then what most people leave alone. */
export function fieldsOf(schema: JsonSchema): SchemaField[] {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(([name, raw]) => fieldOf(name, resolve(raw, schema), required.has(name)));
  return portAfterHost(fields);
}

/** Follows references, and takes the one real type out of "this or nothing". */
function resolve(raw: JsonSchema, root: JsonSchema): JsonSchema {
  if (raw.$ref !== undefined) {
    const target = root.$defs?.[raw.$ref.split('/').at(-1) ?? ''] ?? {};
    return { ...resolve(target, root), ...raw };
  }
  const inner = raw.allOf?.[0] ?? raw.anyOf?.find((part) => part.type !== 'null');
  return inner === undefined ? raw : { ...resolve(inner, root), ...raw };
}

function fieldOf(name: string, schema: JsonSchema, required: boolean): SchemaField {
  const kind = kindOf(schema);
  return {
    name,
    kind,
    label: labelOf(name, schema.title),
    help: schema.description ?? null,
    required,
    advanced: schema.advanced ?? schema['x-advanced'] ?? !(required || kind === 'secret' || isPort(schema)),
    initial: schema.default === '' ? null : (schema.default ?? null),
    options: (schema.enum ?? []).map(String).map((value) => ({ value, label: optionLabel(value, schema) })),
    min: schema.minimum ?? null,
    max: schema.maximum ?? null,
    integer: schema.type === 'integer',
  };
}

const isSecret = (schema: JsonSchema) => Boolean(schema.writeOnly) || schema.format === 'password' || Boolean(schema['x-secret']);

/** Text that may be long and may be empty gets a tall field: certificates, keys. */
const isLong = (schema: JsonSchema) => (schema.maxLength ?? 0) > LONG_FROM && schema.minLength === undefined;

const BY_TYPE: Record<string, FieldKind> = { boolean: 'boolean', integer: 'number', number: 'number', array: 'list' };

function kindOf(schema: JsonSchema): FieldKind {
  if (isSecret(schema)) return 'secret';
  if (schema.enum !== undefined) return 'choice';
  const type = typeof schema.type === 'string' ? schema.type : '';
  return BY_TYPE[type] ?? (isLong(schema) ? 'long' : 'text');
}

const isPort = (schema: JsonSchema) => schema.type === 'integer' && schema.maximum === LAST_PORT;

/** People give host and port together; a schema that inherits may hold them apart. */
function portAfterHost(fields: SchemaField[]): SchemaField[] {
  const port = fields.find((field) => field.kind === 'number' && field.max === LAST_PORT);
  const host = fields.find((field) => field.name === 'host');
  if (port === undefined || host === undefined) return fields;
  return fields.flatMap((field) => (field === port ? [] : field === host ? [host, port] : [field]));
}

import type { JsonSchema } from '@/api/types';
import { optionLabel } from '@/schema/labels';

export type Sort = 'boolean' | 'choice' | 'number' | 'text' | 'table' | 'column' | 'role' | 'screen' | 'component' | 'object' | 'list' | 'map' | 'union' | 'any' | 'nodes' | 'steps';

/** One setting, as its control needs to know it: references followed, "or nothing" taken out. */
export interface Shape {
  sort: Sort;
  schema: JsonSchema;
  /** It may be `{{ … }}` instead. */
  takesExpression: boolean;
  options: { value: string; label: string }[];
  /** Of a union: what it may be. */
  arms: JsonSchema[];
  fallback: unknown;
}

const EXPRESSION_ARM = String.raw`\{\{`;

function followed(raw: JsonSchema, root: JsonSchema): JsonSchema {
  if (raw.$ref === undefined) return raw;
  const { $ref, ...beside } = raw;
  return { ...followed(root.$defs?.[$ref.split('/').at(-1) ?? ''] ?? {}, root), ...beside };
}

/** What a setting may be, without "nothing" and without "or an expression". */
function armsOf(outer: JsonSchema, root: JsonSchema): { arms: JsonSchema[]; takesExpression: boolean } {
  const every = (outer.anyOf ?? outer.allOf ?? []).map((arm) => followed(arm, root));
  return {
    arms: every.filter((arm) => arm.type !== 'null' && arm.pattern !== EXPRESSION_ARM),
    takesExpression: [outer, ...every].some((arm) => arm.pattern === EXPRESSION_ARM || Boolean(arm['x-expression'])),
  };
}

const allowed = ({ enum: every, const: only }: JsonSchema): unknown[] => every ?? (only === undefined ? [] : [only]);

export function shapeOf(raw: JsonSchema, root: JsonSchema): Shape {
  const outer = followed(raw, root);
  const { arms, takesExpression } = armsOf(outer, root);
  const [only, ...others] = arms;
  const beside = Object.fromEntries(Object.entries(outer).filter(([key]) => key !== 'anyOf' && key !== 'allOf')) as JsonSchema;
  const about = { takesExpression, fallback: raw.default ?? outer.default };
  if (only !== undefined && others.length === 0) return onlyArm(shapeOf(only, root), beside, root, about);
  return { ...about, sort: others.length > 0 ? sortOfUnion(arms) : sortOf(beside, root), schema: beside, options: optionsOf(beside), arms };
}

/** A setting that is one thing or nothing: that thing, with what is said around it. */
function onlyArm(inner: Shape, beside: JsonSchema, root: JsonSchema, { takesExpression, fallback }: Pick<Shape, 'takesExpression' | 'fallback'>): Shape {
  const schema = { ...inner.schema, ...beside };
  const sort = inner.arms.length > 1 ? inner.sort : sortOf(schema, root);
  return { sort, schema, takesExpression: takesExpression || inner.takesExpression, options: optionsOf(schema), arms: inner.arms, fallback: fallback ?? inner.fallback };
}

const optionsOf = (schema: JsonSchema) => allowed(schema).map(String).map((value) => ({ value, label: optionLabel(value, schema) }));

/** Text or something that is written as text is text; a list or an object makes it a choice. */
const sortOfUnion = (arms: JsonSchema[]): Sort => (arms.some((arm) => arm.type === 'object' || arm.type === 'array') ? 'union' : 'any');

const MARKS: [keyof JsonSchema, Sort][] = [['x-table', 'table'], ['x-column', 'column'], ['x-role', 'role'], ['x-screen', 'screen'], ['x-component', 'component']];
const TYPES: Record<string, Sort> = { boolean: 'boolean', integer: 'number', number: 'number', string: 'text' };

function sortOf(schema: JsonSchema, root: JsonSchema): Sort {
  if (allowed(schema).length > 0) return 'choice';
  const marked = MARKS.find(([mark]) => Boolean(schema[mark]));
  if (marked !== undefined) return marked[1];
  if (schema.type === 'array') return sortOfList(schema, root);
  if (schema.type === 'object') return schema.properties === undefined ? 'map' : 'object';
  return TYPES[String(schema.type)] ?? 'any';
}

function sortOfList(schema: JsonSchema, root: JsonSchema): Sort {
  const items = schema.items === undefined ? {} : followed(schema.items, root);
  if (items['x-node']) return 'nodes';
  return items['x-step'] ? 'steps' : 'list';
}

/** What is written down of a setting: what is only the default is not. */
export const valueToKeep = <Value>(next: Value, { fallback }: Shape, required: boolean): Value | undefined => (!required && JSON.stringify(next) === JSON.stringify(fallback ?? null) ? undefined : next);

/** What a new item of a list, or a setting that is added, begins with. */
export function firstValue(raw: JsonSchema, root: JsonSchema): unknown {
  const { sort, schema, options, arms } = shapeOf(raw, root);
  if (sort === 'object') return Object.fromEntries((schema.required ?? []).map((key) => [key, firstValue(schema.properties?.[key] ?? {}, root)]));
  if (sort === 'union') return firstValue(arms[0] ?? {}, root);
  const plain: Partial<Record<Sort, unknown>> = { boolean: false, number: schema.minimum ?? 0, choice: options[0]?.value, list: [], map: {} };
  return plain[sort] ?? '';
}

/** Which arm of a union a value is of. */
export function armOf(arms: JsonSchema[], value: unknown): number {
  const type = Array.isArray(value) ? 'array' : typeof value === 'object' && value !== null ? 'object' : typeof value;
  const found = arms.findIndex((arm) => (arm.type === 'integer' ? 'number' : arm.type) === type);
  return Math.max(found, 0);
}

/** A setting as text with what it refers to, so that those of two kinds can be compared. */
const written = (raw: JsonSchema, root: JsonSchema): string => JSON.stringify(raw, (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') return written(root.$defs?.[value.split('/').at(-1) ?? ''] ?? {}, {});
    return key === 'description' ? undefined : value;
  });

const OTHERS: Sort[] = ['nodes', 'steps'];

/** The settings that every one of these kinds has, and has alike. Components and steps in them are none. */
export function sharedSettings(schemas: readonly JsonSchema[]): Record<string, JsonSchema> {
  const [first, ...others] = schemas;
  if (first === undefined) return {};
  const kept = Object.entries(first.properties ?? {}).filter(([name, raw]) => {
    if (OTHERS.includes(shapeOf(raw, first).sort)) return false;
    return others.every((other) => other.properties?.[name] !== undefined && written(other.properties[name], other) === written(raw, first));
  });
  return Object.fromEntries(kept);
}

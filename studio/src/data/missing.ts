import type { Variable } from '@/api/types';
import type { SchemaField } from '@/schema/fields';
import { isReference, type FormValues } from '@/schema/values';

/** A variable that settings read and that has no value here, or is not there at all. */
export interface Missing {
  name: string;
  /** What it is for good, or what would fit the setting that reads it. */
  type: Variable['type'];
  /** It is there, and only lacks a value. */
  isDefined: boolean;
}

const EXPRESSION = /\{\{(.*?)\}\}/gs;
const NAME = /\benv\.([a-z][a-z0-9_]*)/g;

/** The names of variables in a setting, and whether one of them is all of it. */
function namesIn(value: string): { name: string; isAlone: boolean }[] {
  const inner = [...value.matchAll(EXPRESSION)].map((found) => found[1] ?? '');
  return inner.flatMap((text) => [...text.matchAll(NAME)].map((found) => ({ name: found[1] ?? '', isAlone: value.trim() === `{{${text}}}` && text.trim() === found[0] })));
}

function fitting(field: SchemaField, isAlone: boolean): Variable['type'] {
  if (field.kind === 'secret') return 'secret';
  if (!isAlone) return 'text';
  if (field.kind === 'number') return field.integer ? 'whole' : 'number';
  return field.kind === 'boolean' ? 'boolean' : 'text';
}

/** The variables that settings read and that cannot be read yet, in the order of the form. */
export function missingIn(fields: SchemaField[], values: FormValues, variables: Variable[]): Missing[] {
  const found = new Map<string, Missing>();
  for (const field of fields) {
    const value = values[field.name];
    for (const { name, isAlone } of isReference(value) ? namesIn(value) : []) {
      const known = variables.find((one) => one.name === name);
      const lacks = known === undefined || (!known.is_set && known.default === null);
      if (lacks && !found.has(name)) found.set(name, { name, type: known?.type ?? fitting(field, isAlone), isDefined: known !== undefined });
    }
  }
  return [...found.values()];
}

import type { Source } from '@/api/types';
import type { SchemaField } from '@/schema/fields';
import { initialValues, isReference, isStored, type FormValue, type FormValues } from '@/schema/values';
import { text } from '@/text';
import { mergeChanges, type Merged } from '@/ui/merge/mergeChanges';

export interface SourceFacts {
  title: string;
  description: string;
  read_only: boolean;
}

export const factsOf = (source: Source): SourceFacts => ({ title: source.title, description: source.description ?? '', read_only: source.read_only });

/** A source as its form has it. */
export interface SourceDraft {
  facts: SourceFacts;
  values: FormValues;
}

/** A secret that is stored, in place of what it is. */
const SET = text.data.secret.set;
const isSecret = (field: SchemaField) => field.kind === 'secret';

/** Settings as they are compared: of a secret only whether it is set, or the variable that stands for it. */
function comparable(fields: SchemaField[], source: Source, values: FormValues): FormValues {
  const settings = source.settings ?? {};
  const of = (field: SchemaField): FormValue => {
    const value = values[field.name] ?? '';
    if (!isSecret(field) || isReference(value)) return value;
    return isStored(settings[field.name]) ? SET : '';
  };
  return Object.fromEntries(fields.map((field) => [field.name, of(field)]));
}

/** The secrets that were typed anew. They win over whatever somebody else did, and are shown to nobody. */
const typed = (fields: SchemaField[], values: FormValues): FormValues =>
  Object.fromEntries(fields.filter(isSecret).flatMap(({ name }) => (isReference(values[name]) || (values[name] ?? '') === '' ? [] : [[name, values[name] ?? '']])));

/** Two people's changes of one source. What both changed is a clash, except where one typed a secret. */
export function joinSources(fields: SchemaField[], base: Source, mine: SourceDraft, theirs: Source, chosen: ReadonlySet<string> = new Set()): Merged<SourceDraft> {
  const stored = (source: Source) => ({ ...factsOf(source), settings: comparable(fields, source, initialValues(fields, source.settings ?? {})) });
  const before = stored(base);
  const anew = typed(fields, mine.values);
  const here = { ...comparable(fields, base, mine.values), ...Object.fromEntries(Object.keys(anew).map((name) => [name, before.settings[name] ?? ''])) };
  const { merged, clashes } = mergeChanges(before, { ...mine.facts, settings: here }, stored(theirs), { chosen });
  const { settings, ...facts } = merged;
  const values = Object.fromEntries(fields.map((field): [string, FormValue] => [field.name, isSecret(field) && settings[field.name] === SET ? '' : (settings[field.name] ?? '')]));
  return { merged: { facts, values: { ...values, ...anew } }, clashes: clashes.filter(({ path }) => !(path[1] !== undefined && path[1] in anew)) };
}

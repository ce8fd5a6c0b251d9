import { text } from '@/text';
import type { SchemaField } from './fields';

export type FormValue = string | number | boolean;
export type FormValues = Record<string, FormValue>;

const words = text.generate.form;

/** What the form starts with: the defaults, or settings that are stored. Stored secrets are never sent, so they start empty. */
export function initialValues(fields: SchemaField[], stored: Record<string, unknown> = {}): FormValues {
  return Object.fromEntries(fields.map((field) => [field.name, initialValue(field, stored[field.name] ?? field.initial)]));
}

/** Whether a setting depends on variables: it is text then, whatever the setting is. */
export const isReference = (value: unknown): value is string => typeof value === 'string' && value.includes('{{');

function initialValue(field: SchemaField, value: unknown): FormValue {
  if (isReference(value)) return value;
  if (field.kind === 'secret') return '';
  if (field.kind === 'boolean') return value === true;
  if (field.kind === 'list') return Array.isArray(value) ? value.join('\n') : '';
  return typeof value === 'string' || typeof value === 'number' ? value : '';
}

/** Whether a secret is stored: it shows as a marker, never as itself. */
export const isStored = (value: unknown) => typeof value === 'object' && value !== null && 'secret' in value;

/** What is sent for settings that are stored already: a secret that was not typed anew stays what it is. */
export function changedSettings(fields: SchemaField[], values: FormValues, stored: Record<string, unknown>): Record<string, unknown> {
  const kept = fields.filter((field) => field.kind === 'secret' && isStored(stored[field.name]) && (values[field.name] ?? '') === '');
  return { ...settingsOf(fields, values), ...Object.fromEntries(kept.map((field) => [field.name, stored[field.name]])) };
}

/** What is sent: empty fields are left out, so that the connector's own defaults hold. */
export function settingsOf(fields: SchemaField[], values: FormValues): Record<string, unknown> {
  const entries = fields.map((field): [string, unknown] => [field.name, settingOf(field, values[field.name] ?? '')]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function settingOf(field: SchemaField, value: FormValue): unknown {
  if (isReference(value) && field.kind !== 'list') return value.trim();
  if (field.kind === 'boolean') return value === true;
  if (field.kind === 'list') {
    const items = String(value).split(/[\n,]/).map((item) => item.trim()).filter(Boolean);
    return items.length === 0 ? undefined : items;
  }
  if (value === '') return undefined;
  if (field.kind === 'secret') return value;
  return typeof value === 'string' ? value.trim() : value;
}

/** What can be told without the server: whether something needed is missing, or a number is out of bounds. */
export function checkValues(fields: SchemaField[], values: FormValues, stored: Record<string, unknown> = {}): Record<string, string> {
  const wrong: Record<string, string> = {};
  for (const field of fields) {
    const value = values[field.name] ?? '';
    if (field.required && field.kind !== 'boolean' && !isStored(stored[field.name]) && String(value).trim() === '') wrong[field.name] = words.missing(field.label);
    else if (field.kind === 'number' && typeof value === 'number' && !isWithin(field, value)) wrong[field.name] = words.between(field.min, field.max);
  }
  return wrong;
}

function isWithin(field: SchemaField, value: number): boolean {
  return value >= (field.min ?? -Infinity) && value <= (field.max ?? Infinity);
}

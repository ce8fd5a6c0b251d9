import type { SchemaField } from '@/schema/fields';
import { isStored } from '@/schema/values';
import { text } from '@/text';

const words = text.data.environments;

/** A setting in both environments, in words. */
export interface SettingRow {
  name: string;
  label: string;
  development: string | null;
  production: string | null;
  /** Whether they differ, as far as it can be seen: secrets are never compared. */
  differs: boolean;
}

/** The settings of a source in both environments: those that either has. */
export function settingsBeside(fields: SchemaField[], development: Record<string, unknown>, production: Record<string, unknown>): SettingRow[] {
  return fields
    .map((field) => {
      const [here, there] = [said(field, development[field.name]), said(field, production[field.name])];
      return { name: field.name, label: field.label, development: here, production: there, differs: here !== there };
    })
    .filter((row) => row.development !== null || row.production !== null);
}

function said(field: SchemaField, value: unknown): string | null {
  if (isStored(value)) return words.set;
  const told = value ?? (field.kind === 'secret' ? null : field.initial);
  if (told === null || told === undefined || told === '') return null;
  if (Array.isArray(told)) return told.join(', ');
  return typeof told === 'string' ? told : JSON.stringify(told);
}

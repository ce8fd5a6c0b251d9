import type { Mode } from '@/api/importFile';
import type { Column, Table } from '@/api/types';
import { labelOf } from '@/schema/labels';

const VERBS: Record<Mode, string[]> = { insert: ['create'], update: ['update'], upsert: ['create', 'update'] };

export const MODES: Mode[] = ['insert', 'update', 'upsert'];

/** What one may do with the rows of a table by importing. */
export const modesOf = (table: Table): Mode[] => MODES.filter((mode) => VERBS[mode].every((verb) => table.access.can.includes(verb)));

const optionOf = (column: Column) => ({ value: column.name, label: labelOfColumn(column) });

const labelOfColumn = (column: Column): string => column.label ?? labelOf(column.name, undefined);

/** The columns that headers may become: those that may be written, and those by which rows are found. */
export function choicesOf(table: Table, mode: Mode): { value: string; label: string }[] {
  const { creatable, writable } = table.access;
  const isChosen = ({ name }: Column) => {
    if (mode === 'insert') return creatable.includes(name);
    return writable.includes(name) || table.primary_key.includes(name) || (mode === 'upsert' && creatable.includes(name));
  };
  return table.definition.columns.filter(isChosen).map(optionOf);
}

/** The columns by which rows can be found. */
export const keysOf = (table: Table) => table.definition.columns.filter((column) => column.links === null && column.files === null && !table.access.masked.includes(column.name)).map(optionOf);

/** What the columns of a table are called by people, by name. */
export const labelsOf = (table: Table | undefined): Record<string, string> => Object.fromEntries((table?.definition.columns ?? []).map((column) => [column.name, labelOfColumn(column)]));

import type { CellKind, GridColumn } from './columns';
import type { Condition, Literal, Operator } from './filter';
import { readText, type Manner } from './values';
import { clockIn, momentOf } from './zones';

const TEXT: Operator[] = ['contains', 'contains_not', 'is', 'is_not', 'starts', 'ends', 'empty', 'filled'];
const SIZE: Operator[] = ['is', 'is_not', 'more', 'least', 'less', 'most', 'empty', 'filled'];
const TIME: Operator[] = ['more', 'least', 'less', 'most', 'empty', 'filled'];

const SAME: Operator[] = ['is', 'is_not', 'empty', 'filled'];
const THERE: Operator[] = ['empty', 'filled'];

const BY_KIND: Partial<Record<CellKind, Operator[]>> = {
  number: SIZE,
  time: SIZE,
  date: ['is', ...TIME],
  datetime: TIME,
  boolean: ['is', ...THERE],
  option: ['any', 'none', ...THERE],
  relation: SAME,
  person: SAME,
  mono: SAME,
  links: THERE,
  files: THERE,
  tags: THERE,
  json: THERE,
  binary: THERE,
};

/** What the values of a column can be asked. */
export const operatorsOf = (column: GridColumn): Operator[] => BY_KIND[column.kind] ?? TEXT;

/** A condition on a column that says nothing yet. */
export function firstCondition(column: GridColumn): Condition {
  const operator = operatorsOf(column)[0] ?? 'empty';
  return { column: column.name, operator, value: operator === 'any' ? [] : column.kind === 'boolean' ? true : null };
}

/** A value of a condition as its field shows it. */
export function literalShown(value: Literal | null, manner: Manner): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if ('date' in value) return value.date;
  const moment = new Date(value.datetime);
  return Number.isNaN(moment.getTime()) ? value.datetime : clockIn(moment, manner.zone).replace(' ', 'T');
}

/** What a field of a condition says, in the form the column is compared with; null for nothing that could be. */
export function literalOf(column: GridColumn, given: string, manner: Manner): Literal | null {
  if (given === '') return null;
  if (column.kind === 'date') return { date: given };
  if (column.kind === 'datetime') return { datetime: column.zoned ? momentOf(given, manner.zone).toISOString() : given };
  const isNumber = column.kind === 'number' || (column.kind === 'relation' && column.type === 'integer');
  if (!isNumber) return given;
  const read = readText({ ...column, kind: 'number', type: 'float' }, given, manner);
  return 'value' in read && typeof read.value === 'number' ? read.value : null;
}

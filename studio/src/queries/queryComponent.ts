import type { Given, QueryDefinition } from '@/api/queries';
import type { JsonObject, NodeDefinition } from '@/designer/document/types';

const NUMBERS = new Set(['integer', 'decimal', 'float']);

/** What a query is shown as: rows, or a figure for each value of a column. */
export interface Shape {
  kind: 'table' | 'chart';
  group: string;
  /** The column that is summed; rows are counted without one. */
  sum: string | null;
}

/** How a query is best drawn: by its first column that is no number, with the sum of its first number. */
export function likelyShape({ columns }: QueryDefinition): Shape {
  const numbers = numbersOf(columns);
  const group = columns.find((one) => !numbers.includes(one.name)) ?? columns[0];
  return { kind: 'table', group: group?.name ?? '', sum: numbers.find((name) => name !== group?.name && !/(^|_)id$/.test(name)) ?? null };
}

/** The columns that can be summed. */
export const numbersOf = (columns: QueryDefinition['columns']) => columns.filter((one) => NUMBERS.has(one.type ?? '')).map((one) => one.name);

/** A component over the rows of a query. Values it was run with stay; what it has to be asked with comes from the address. */
export function queryComponent(name: string, { parameters, columns }: QueryDefinition, given: Given, { kind, group, sum }: Shape): NodeDefinition {
  const asked: JsonObject = {};
  for (const one of parameters) {
    const value = given[one.name] ?? '';
    if (value !== '') asked[one.name] = value;
    else if (one.required) asked[one.name] = `{{ query.${one.name} }}`;
  }
  const rows: JsonObject = { table: `queries.${name}`, ...(Object.keys(asked).length === 0 ? {} : { parameters: asked }) };
  if (kind === 'table') return { kind, rows };
  const date = columns.some((one) => one.name === group && ['date', 'datetime'].includes(one.type ?? ''));
  return { kind, rows, group, ...(date ? { bucket: 'month' } : {}), ...(sum === null ? {} : { measures: [{ function: 'sum', column: sum }] }) };
}

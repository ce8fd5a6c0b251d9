import { at, call } from '@/api/client';
import type { ViewContent } from '@/api/savedViews';
import type { GridColumn } from '../columns';
import type { Literal } from '../filter';
import { expressionOf } from '../filter';
import type { RowsQuery } from '../rowPages';

/** The column that rows are grouped by, dates by bucket. */
export type Grouping = Required<NonNullable<ViewContent['group']>>;
export type Bucket = NonNullable<Grouping['bucket']>;
export const BUCKETS: readonly Bucket[] = ['day', 'week', 'month', 'quarter', 'year'];
/** Further groups are not shown, which is said. */
export const MOST_GROUPS = 1000;

/** What is known of rows that are some of a larger whole. */
export interface Part {
  rows: number;
  /** Called with how many there really are, once their end was seen. */
  onEnd: (rows: number) => void;
}

/** What groups have in common: only plain values can be grouped by. */
export type Value = string | number | boolean | null;

/** Rows with the same value in a column, or within the same bucket. */
export interface Group {
  key: string;
  value: Value;
  count: number;
  isOpen: boolean;
}

const TIMES: ReadonlySet<string> = new Set(['date', 'datetime']);
const UNGROUPED: ReadonlySet<string> = new Set(['tags', 'links', 'long']);

export const isTime = (column: GridColumn) => TIMES.has(column.kind);
/** The columns that rows can be grouped by. */
export const groupable = (columns: GridColumn[]) => columns.filter((column) => column.usable && !UNGROUPED.has(column.kind));
export const groupingBy = (column: GridColumn): Grouping => ({ column: column.name, bucket: isTime(column) ? 'month' : null });

/** The groups of the rows that a query is about, in order. */
export async function askGroups({ workspace, table, filter, search }: RowsQuery, { column, bucket }: Grouping, signal: AbortSignal): Promise<{ value: Value; count: number }[]> {
  const asked = {
    groups: [{ name: 'value', column, bucket }],
    measures: [{ name: 'rows', function: 'count' }],
    sort: ['value'],
    limit: MOST_GROUPS + 1,
    ...(filter === '' ? {} : { filter }),
    ...(search === '' ? {} : { search }),
  };
  const page = await call<{ items: { value: Value; rows: number }[] }>('POST', at`/workspaces/${workspace}/tables/${table}/rows/aggregate`, { body: asked, signal });
  return page.items.map(({ value, rows }) => ({ value, count: rows }));
}

/** The filter that leaves the rows of a group. */
export function filterOf(filter: string, { bucket }: Grouping, column: GridColumn, value: Value): string {
  const own = conditionOf(column, bucket, value);
  return filter === '' ? own : `(${filter}) and ${own}`;
}

function conditionOf(column: GridColumn, bucket: Bucket | null, value: Value): string {
  const { name } = column;
  if (value === null) return expressionOf({ join: 'and', items: [{ column: name, operator: 'empty', value: null }] });
  // Exact numbers come as text.
  if (bucket === null && /^(number|relation)$/.test(column.kind) && column.type !== 'text' && /^-?\d+(\.\d+)?$/.test(String(value))) return `${name} == ${String(value)}`;
  if (bucket === null) return expressionOf({ join: 'and', items: [{ column: name, operator: 'is', value: typeof value === 'boolean' ? value : String(value) }] });
  const from = String(value);
  return expressionOf({
    join: 'and',
    items: [
      { column: name, operator: 'least', value: momentLiteral(column, from) },
      { column: name, operator: 'less', value: momentLiteral(column, endOf(from, bucket)) },
    ],
  });
}

const momentLiteral = (column: GridColumn, text: string): Literal => (column.kind === 'date' ? { date: text.slice(0, 10) } : { datetime: text });

const MONTHS: Partial<Record<Bucket, number>> = { month: 1, quarter: 3, year: 12 };

/** Where the bucket after this one begins, in the same form. */
export function endOf(from: string, bucket: Bucket): string {
  const isDay = from.length === 10;
  const isZoned = /(Z|[+-]\d\d:?\d\d)$/.test(from);
  const moment = new Date(isDay || isZoned ? from : `${from}Z`);
  const months = MONTHS[bucket];
  if (months === undefined) moment.setUTCDate(moment.getUTCDate() + (bucket === 'week' ? 7 : 1));
  else moment.setUTCMonth(moment.getUTCMonth() + months);
  const text = moment.toISOString();
  return isDay ? text.slice(0, 10) : isZoned ? text : text.slice(0, 19);
}

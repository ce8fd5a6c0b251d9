import { expect, test } from 'vitest';
import type { QueryDefinition } from '@/api/queries';
import { likelyShape, queryComponent } from './queryComponent';

const column = (name: string, type: string) => ({ name, native: null, type, label: null, sensitive: false });
const parameter = (name: string, required: boolean) => ({ name, type: 'text', many: false, required, default: null });
const query: QueryDefinition = {
  title: 'Hours', description: null, source: null, sql: 'select 1', writes: false, max_rows: null, timeout_s: null, cache_s: null, samples: [],
  parameters: [parameter('team', true), parameter('since', false), parameter('word', false)],
  columns: [column('customer_id', 'integer'), column('day', 'date'), column('hours', 'decimal')],
};

test('a table asks with what was given, and what it needs comes from the address', () => {
  expect(queryComponent('hours', query, { since: '2026-01-01' }, likelyShape(query))).toEqual({
    kind: 'table',
    rows: { table: 'queries.hours', parameters: { team: '{{ query.team }}', since: '2026-01-01' } },
  });
});

test('a chart sums the first number along the first column that is none', () => {
  const free = { ...query, parameters: [] };
  expect(queryComponent('hours', free, {}, { ...likelyShape(free), kind: 'chart' })).toEqual({
    kind: 'chart', rows: { table: 'queries.hours' }, group: 'day', bucket: 'month', measures: [{ function: 'sum', column: 'hours' }],
  });
  expect(queryComponent('hours', free, {}, { kind: 'chart', group: 'customer_id', sum: null })).toEqual({ kind: 'chart', rows: { table: 'queries.hours' }, group: 'customer_id' });
});

import { expect, test } from 'vitest';
import type { QueryResult } from '@/api/types';
import { learned } from './learned';

const result = (...columns: [string, string][]): QueryResult => ({
  columns: columns.map(([name, type]) => ({ name, type, native: null, label: null })),
  items: [],
  limited_by: null,
  age_s: null,
  masked: [],
  touched: 0,
  duration_ms: 1,
});

test('columns keep what was said of them and a type that the source cannot tell', () => {
  const before = learned(result(['opened', 'text'], ['id', 'other'], ['gone', 'text']), []);
  const told = before.map((one) => (one.name === 'opened' ? { ...one, type: 'date', label: 'Opened', sensitive: true } : one));
  const now = learned(result(['id', 'integer'], ['opened', 'text'], ['n', 'decimal']), told);
  expect(now.map((one) => [one.name, one.type, one.label])).toEqual([['id', 'integer', null], ['opened', 'date', 'Opened'], ['n', 'decimal', null]]);
  expect(learned(result(['opened', 'datetime']), now)[0]?.type).toBe('datetime');
});

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

test('computed columns stay, behind those of the result', () => {
  const twice = { name: 'twice', native: null, value: 'n * 2', label: null, sensitive: false };
  const renamed = { name: 'open', native: 'n', type: 'integer', label: 'Open', sensitive: true };
  const found = result(['open', 'integer'], ['day', 'date'], ['twice', 'integer']);
  expect(learned({ ...found, columns: found.columns.map((one) => (one.name === 'open' ? { ...one, native: 'n' } : one)) }, [twice, renamed])).toEqual([
    renamed,
    { name: 'day', native: null, type: 'date', label: null, sensitive: false },
    twice,
  ]);
});

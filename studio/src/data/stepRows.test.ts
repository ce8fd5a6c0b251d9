import { expect, test } from 'vitest';
import { samples } from '@/api/samples';
import { stepRows } from './stepRows';

const ok = (name: 'resolve' | 'connect' | 'tls') => samples.step({ name, duration_ms: 1.4 });
const states = (rows: ReturnType<typeof stepRows>) => rows.map((row) => row.state);

test('before the first answer the first step runs and the others wait', () => {
  expect(states(stepRows([], true))).toEqual(['running', 'waiting', 'waiting', 'waiting', 'waiting']);
});

test('after a failure nothing runs any more', () => {
  const rows = stepRows([ok('resolve'), samples.step({ name: 'connect', ok: false, detail: 'Refused.', hint: 'Is it running?' })], true);
  expect(states(rows)).toEqual(['ok', 'failed', 'waiting', 'waiting', 'waiting']);
  expect(rows[1]?.hint).toBe('Is it running?');
});

test('a step that a connector leaves out counts as not needed', () => {
  const rows = stepRows([ok('resolve'), ok('tls')], true);
  expect(states(rows)).toEqual(['ok', 'skipped', 'ok', 'running', 'waiting']);
  expect(rows[0]?.duration).toBe(1);
});

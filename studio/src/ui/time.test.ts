import { expect, test } from 'vitest';
import { formatNumber, relativeTime, roughNumber } from './time';

const now = new Date('2026-05-01T12:00:00Z');

test.each([
  ['2026-05-01T11:59:50Z', 'now'],
  ['2026-05-01T11:57:00Z', '3 min. ago'],
  ['2026-05-01T10:00:00Z', '2 hr. ago'],
  ['2026-04-30T11:00:00Z', 'yesterday'],
  ['2026-05-03T12:00:00Z', 'in 2 days'],
  ['2024-05-01T12:00:00Z', '2 yr. ago'],
])('%s is %s', (at, expected) => {
  expect(relativeTime(new Date(at), now, 'en')).toBe(expected);
});

test('numbers follow the language', () => {
  expect(formatNumber(12345.5, 'de')).toBe('12.345,5');
  expect(roughNumber(3400, 'en')).toBe('3.4K');
});

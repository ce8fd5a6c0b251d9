import { expect, test } from 'vitest';
import { initials } from './Avatar';

test.each([
  ['Ada Lovelace', 'AL'],
  ['maximiliane von und zu hohenstein', 'MH'],
  ['Prince', 'P'],
  ['  ', '?'],
  ['𝒜da', '𝒜'],
])('%s has the initials %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});

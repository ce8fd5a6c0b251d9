import { expect, test } from 'vitest';
import { roleName } from './roleName';

test.each([
  ['Night shift', 'night_shift'],
  ['  Überwachung (2) ', 'uberwachung_2'],
  ['42', 'role'],
  ['Agent', 'agent_3'],
])('%s', (title, name) => {
  expect(roleName(title, ['agent', 'agent_2'])).toBe(name);
});

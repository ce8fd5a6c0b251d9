import { expect, test } from 'vitest';
import { passwordStrength } from './passwordStrength';

test.each([
  ['', 'short'],
  ['Tr0ub4dor&3', 'short'],
  ['aaaaaaaaaaaaaaaa', 'weak'],
  ['abcdefghijklmnop', 'weak'],
  ['123456789012', 'weak'],
  ['correct horse battery', 'strong'],
  ['kq7rzu2mwxpd', 'fair'],
])('%s is %s', (password, expected) => {
  expect(passwordStrength(password)).toBe(expected);
});

test('parts of the own name and address do not count', () => {
  expect(passwordStrength('ada.lovelace.ada', ['ada@lovelace.example', 'Ada Lovelace'])).toBe('weak');
});

import { expect, test } from 'vitest';
import { inserted } from './inserted';

test.each([
  ['te', 2, 0, 'team', 'team ', 5],
  ['user.em', 7, 5, 'email', 'user.email ', 11],
  ['us == 1', 2, 0, 'user', 'user == 1', 4],
  ['low', 3, 0, 'lower(', 'lower(', 6],
  ["status == 'o'", 12, 10, "'open'", "status == 'open'", 16],
])('%s', (text, cursor, start, insert, made, at) => {
  expect(inserted(text, cursor, start, insert)).toEqual({ text: made, cursor: at });
});

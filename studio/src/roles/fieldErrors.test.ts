import { expect, test } from 'vitest';
import { FieldErrors } from './fieldErrors';

const errors = new FieldErrors([
  { field: 'title', message: 'Too short.' },
  { field: 'grants.12.rows', message: 'There is no column.', hint: 'Did you mean team?' },
  { field: 'grants.1', message: 'Too much.' },
]);

test('messages are found at their path, with their hint', () => {
  expect(errors.at('title')).toBe('Too short.');
  expect(errors.of('grants.12').at('rows')).toBe('There is no column. Did you mean team?');
  expect(errors.of('grants.1').at('')).toBe('Too much.');
  expect([errors.of('grants.1').count, errors.firstGrant]).toEqual([1, 12]);
});

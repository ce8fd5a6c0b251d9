import { expect, test } from 'vitest';
import { Problem } from '@/api/problem';
import { sortErrors } from './serverErrors';

const problem = (errors: { field: string; message: string; code: string; hint?: string }[]) =>
  new Problem({ title: 'Not valid', status: 400, detail: 'Not valid.', code: 'input.invalid', errors });

test('a message lands on its field and nothing is left for the banner', () => {
  const sorted = sortErrors(problem([{ field: 'body.email', message: 'Taken.', code: 'taken', hint: 'Use another.' }]), ['email']);
  expect(sorted).toEqual({ fields: { email: 'Taken. Use another.' }, rest: null });
});

test('a message for a field that the form does not have stays with the banner', () => {
  const error = problem([{ field: 'quota', message: 'Full.', code: 'full' }]);
  expect(sortErrors(error, ['email'])).toEqual({ fields: {}, rest: error });
});

test('an error without fields goes to the banner whole', () => {
  const error = new Error('boom');
  expect(sortErrors(error, ['email'])).toEqual({ fields: {}, rest: error });
});

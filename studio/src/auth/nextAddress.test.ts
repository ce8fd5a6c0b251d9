import { expect, test } from 'vitest';
import { nextAddress } from './nextAddress';

const origin = 'https://tools.example.org';

test.each([
  ['?next=/w/desk/data', '/w/desk/data'],
  ['?next=%2Fw%2Fdesk%3Ftab%3Daccess%23top', '/w/desk?tab=access#top'],
  ['', '/'],
  ['?next=https://evil.example/', '/'],
  ['?next=//evil.example/', '/'],
  ['?next=/\\evil.example/', '/'],
  ['?next=/%09/evil.example/', '/'],
  ['?next=javascript:alert(1)', '/'],
  ['?next=/sign-in', '/'],
])('%s leads to %s', (search, expected) => {
  expect(nextAddress(search, origin)).toBe(expected);
});

import { expect, test } from 'vitest';
import { goAddress, shortcuts } from './shortcuts';

test('g followed by a letter leads to a place of the workspace one is in', () => {
  expect(goAddress('d', 'desk')).toBe('/w/desk/data');
  expect(goAddress('h', 'desk')).toBe('/');
});

test('without a workspace its places lead nowhere', () => {
  expect(goAddress('d', undefined)).toBeNull();
  expect(goAddress('x', 'desk')).toBeNull();
});

test('every sequence of the help page leads somewhere', () => {
  for (const { keys, sequence } of shortcuts) {
    if (sequence) expect(goAddress(keys[1] ?? '', 'desk')).not.toBeNull();
  }
});

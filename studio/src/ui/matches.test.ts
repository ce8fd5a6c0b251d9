import { expect, test } from 'vitest';
import { matches } from './matches';

test.each([
  ['', ['Tickets'], true],
  ['tick', ['Tickets'], true],
  ['desk TICK', ['Tickets', 'Service desk'], true],
  ['uber', ['Über uns'], true],
  ['ticket order', ['Tickets'], false],
])('%j in %j is %s', (query, texts, expected) => {
  expect(matches(query, ...texts)).toBe(expected);
});

import { expect, test } from 'vitest';
import { usesInWords } from './usesInWords';

test('screens are counted by app, the rest is named', () => {
  const uses = [
    { kind: 'screen', name: 'desk/queue', title: 'Queue' },
    { kind: 'screen', name: 'desk/home', title: 'Home' },
    { kind: 'role', name: 'agent', title: 'Agent' },
  ];
  expect(usesInWords(uses)).toEqual(['2 screens of desk', 'Role Agent']);
});

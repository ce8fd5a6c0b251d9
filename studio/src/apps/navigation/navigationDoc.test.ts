import { expect, test } from 'vitest';
import { countChanges, docOf, GROUP, incomplete, LINK, navigationOf } from './navigationDoc';

const app = {
  title: 'Desk',
  navigation: [
    { label: 'Queue', icon: 'inbox', screen: 'queue', to: null, access: null, items: [] },
    { label: 'More', icon: null, screen: null, to: null, access: 'agent', items: [{ label: 'Help', to: 'https://example.org' }, { label: 'Deep', items: [{ label: 'End', screen: 'end' }] }] },
  ],
};

test('a navigation and back says the same, without what only says nothing', () => {
  expect(navigationOf(docOf(app))).toEqual([
    { label: 'Queue', icon: 'inbox', screen: 'queue' },
    { label: 'More', access: 'agent', items: [{ label: 'Help', to: 'https://example.org' }, { label: 'Deep', items: [{ label: 'End', screen: 'end' }] }] },
  ]);
  expect(navigationOf(docOf({ title: 'Empty' }))).toEqual([]);
});

test('what leads nowhere is found', () => {
  const doc = { title: '', path: '/', content: [{ kind: LINK, label: 'Nowhere' }, { kind: GROUP, content: [{ kind: GROUP }, { kind: LINK, to: '/x' }] }] };
  expect(incomplete(doc)).toEqual([['content', 0], ['content', 1, 'content', 0]]);
});

test('changes are counted by item', () => {
  const [one, two] = [{ kind: LINK, label: 'A', to: '/a' }, { kind: LINK, label: 'B', to: '/b' }];
  const doc = (...content: (typeof one)[]) => ({ title: '', path: '/', content });
  expect(countChanges(doc(one, two), doc(one, two))).toBe(0);
  expect(countChanges(doc(one, two), doc(two, one))).toBe(1);
  expect(countChanges(doc(one, two), doc({ ...one, to: '/c' }, { ...two, to: '/d' }))).toBe(2);
  expect(countChanges(doc(one, two), doc())).toBe(2);
});

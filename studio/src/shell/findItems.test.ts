import { expect, test } from 'vitest';
import type { Find } from '@/api/types';
import { itemsFound } from './findItems';

const find = (said: Partial<Find>): Find => ({ path: 'apps/desk/screens/queue.yaml', kind: 'screen', names: ['desk', 'queue'], title: 'Queue', line: null, excerpt: null, at: [], setting: [], ...said });
const to = (said: Partial<Find>) => itemsFound('w', [find(said)])[0]?.to;

test('each leads to where it is worked on, a line of a screen to its setting', () => {
  expect(to({})).toBe('/w/w/apps/desk/screens/queue');
  expect(to({ line: 3, excerpt: 'x', at: ['content', 1] })).toBe('/w/w/apps/desk/screens/queue?node=content.1');
  expect(to({ line: 3, excerpt: 'x', at: ['content', 1], setting: ['rows', 'filter'] })).toBe('/w/w/apps/desk/screens/queue?node=content.1&setting=rows.filter');
  expect(to({ line: 3, excerpt: 'x', setting: ['path'] })).toBe('/w/w/apps/desk/screens/queue?setting=path');
  expect(to({ kind: 'module', names: ['card'], line: 3, excerpt: 'x', at: ['content', 0] })).toBe('/w/w/modules/card?node=content.0');
  expect(to({ kind: 'role', names: ['agent'] })).toBe('/w/w/access/agent');
  expect(to({ kind: 'app', names: ['desk'] })).toBe('/w/w/apps/desk');
  expect(to({ kind: 'variable', names: ['region'] })).toBe('/w/w/variables');
  expect(to({ kind: 'table', names: ['erp.orders'], line: 2, excerpt: 'x' })).toBe('/w/w/data/erp/orders');
  expect(to({ kind: 'table', names: ['notes'], line: 2, excerpt: 'x' })).toBe('/w/w/data/-/notes/design');
});

test('what the lists have by name already is not said twice', () => {
  expect(itemsFound('w', [find({ kind: 'table', names: ['notes'] }), find({ kind: 'query', names: ['q'] })])).toEqual([]);
});

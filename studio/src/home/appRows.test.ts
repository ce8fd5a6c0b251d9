import { expect, test } from 'vitest';
import { appRows, mayDesign } from './appRows';

const me = { id: '1', name: 'Ada', email: 'ada@example.org', is_admin: false, roles: { desk: ['admin'], hr: ['basic'] }, csrf: '', locale: 'en', time_zone: 'UTC' };

test('a workspace without apps still has a row', () => {
  const app = { name: 'a', title: 'A', address: '/apps/desk/a/' };
  const rows = appRows([{ name: 'desk', title: 'Desk', revision: 1, apps: [app] }, { name: 'hr', title: 'HR', revision: 1 }]);
  expect(rows.map((row) => [row.workspace.name, row.app?.name])).toEqual([['desk', 'a'], ['hr', undefined]]);
});

test('the role in a workspace decides, unless the server says it', () => {
  expect(mayDesign(me, { name: 'desk' })).toBe(true);
  expect(mayDesign(me, { name: 'hr' })).toBe(false);
  expect(mayDesign(me, { name: 'hr', can_design: true })).toBe(true);
  expect(mayDesign({ ...me, is_admin: true }, { name: 'hr' })).toBe(true);
});

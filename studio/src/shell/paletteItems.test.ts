import { expect, test } from 'vitest';
import { findItems, paletteItems, type PaletteSources } from './paletteItems';

const me = { id: '1', name: 'Ada', email: 'ada@example.org', is_admin: true, roles: {}, csrf: '', locale: 'en', time_zone: 'UTC' };
const desk = { name: 'desk', title: 'Service desk', revision: 1, apps: [{ name: 'app', title: 'Help desk', address: '/apps/desk/app/' }] };
const from: PaletteSources = {
  me,
  workspace: 'desk',
  workspaces: [desk],
  apps: desk.apps,
  sources: [{ name: 'erp', title: 'ERP', kind: 'postgres' }],
  tables: [{ ref: 'erp.tickets', title: 'Tickets', kind: 'table', columns: 8 }],
  users: [],
};

test('everything there is can be reached, each thing once', () => {
  const items = paletteItems(from);
  expect(items.map((item) => item.to)).toEqual(expect.arrayContaining(['/', '/new', '/users', '/account', '/w/desk', '/w/desk/data', '/apps/desk/app/', '/w/desk/data?find=erp.tickets']));
  expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
});

test('people without rights are not offered what they may not do', () => {
  const items = paletteItems({ ...from, me: { ...me, is_admin: false } });
  expect(items.some((item) => item.to === '/new' || item.to === '/users')).toBe(false);
});

test('a name that begins with the query comes first', () => {
  const items = paletteItems({ ...from, tables: [{ ref: 'a', title: 'Old tickets', kind: 'table', columns: 1 }, ...from.tables] });
  expect(findItems(items, 'tick')[0]?.[1].map((item) => item.label)).toEqual(['Tickets', 'Old tickets']);
});

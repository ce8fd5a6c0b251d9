import { expect, test } from 'vitest';
import { samples } from '@/api/samples';
import { findItems, paletteItems, type PaletteSources } from './paletteItems';

const me = samples.me({ is_admin: true });
const desk = samples.workspace({ title: 'Service desk', apps: [samples.app({ title: 'Help desk' })] });
const from: PaletteSources = {
  me,
  workspace: 'desk',
  workspaces: [desk],
  apps: desk.apps,
  sources: [samples.source()],
  tables: [samples.table()],
  users: [],
};

test('everything there is can be reached, each thing once', () => {
  const items = paletteItems(from);
  expect(items.map((item) => item.to)).toEqual(expect.arrayContaining(['/', '/new', '/users', '/account', '/w/desk', '/w/desk/data', '/apps/desk/app/', '/w/desk/data/erp/tickets']));
  expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
});

test('people without rights are not offered what they may not do', () => {
  const items = paletteItems({ ...from, me: { ...me, is_admin: false } });
  expect(items.some((item) => item.to === '/new' || item.to === '/users')).toBe(false);
});

test('a name that begins with the query comes first', () => {
  const items = paletteItems({ ...from, tables: [samples.table({ ref: 'a', title: 'Old tickets' }), ...from.tables] });
  expect(findItems(items, 'tick')[0]?.[1].map((item) => item.label)).toEqual(['Tickets', 'Old tickets']);
});

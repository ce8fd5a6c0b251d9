import { expect, test } from 'vitest';
import { samples } from '@/api/samples';
import { appRows, mayDesign } from './appRows';

const me = samples.me();

test('a workspace without apps still has a row', () => {
  const app = samples.app({ name: 'a' });
  const rows = appRows([samples.workspace({ name: 'desk', apps: [app] }), samples.workspace({ name: 'hr' })]);
  expect(rows.map((row) => [row.workspace.name, row.app?.name])).toEqual([['desk', 'a'], ['hr', undefined]]);
});

test('the server says who may design', () => {
  expect(mayDesign(me, samples.workspace({ can_design: true }))).toBe(true);
  expect(mayDesign(me, samples.workspace({ can_design: false }))).toBe(false);
  expect(mayDesign(samples.me({ is_admin: true }), undefined)).toBe(true);
  expect(mayDesign(me, undefined)).toBe(false);
});

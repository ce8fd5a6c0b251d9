import { expect, test } from 'vitest';
import { clashKey } from '@/ui/merge/mergeChanges';
import { differenceOf, mergeRoles } from './mergeRoles';
import type { RoleDraft } from './roleDraft';

const base: RoleDraft = { title: 'Agent', description: null, inherits: ['basic'], grants: [{ table: 'a' }, { table: 'b' }] };

test('changes to different things are both kept', () => {
  const mine = { ...base, title: 'Agents', grants: [{ table: 'a' }, { table: 'b' }, { screen: 'desk' }] };
  const theirs = { ...base, description: 'They help.', inherits: ['basic', 'viewer'], grants: [{ table: 'b' }, { source: 'erp' }] };
  expect(mergeRoles(base, mine, theirs)).toEqual({
    merged: {
      title: 'Agents',
      description: 'They help.',
      inherits: ['basic', 'viewer'],
      grants: [{ table: 'b', can: ['read'] }, { screen: 'desk' }, { source: 'erp', can: ['read'] }],
    },
    clashes: [],
  });
});

test('two changes of one grant become one grant, and never two', () => {
  const mine: RoleDraft = { ...base, grants: [{ table: 'a', rows: 'team == user.team' }, { table: 'b' }] };
  const theirs: RoleDraft = { ...base, grants: [{ table: 'a', can: ['read', 'update'] }, { table: 'b', hide: ['salary'] }] };
  expect(mergeRoles(base, mine, theirs).merged.grants).toEqual([
    { table: 'a', can: ['read', 'update'], rows: 'team == user.team' },
    { table: 'b', can: ['read'], hide: ['salary'] },
  ]);
});

test('where both changed the same, mine stays unless theirs is chosen', () => {
  const rows = (text: string): RoleDraft => ({ ...base, title: text, grants: [{ table: 'a', rows: text }, { table: 'b' }] });
  const { merged, clashes } = mergeRoles(base, rows('mine'), rows('theirs'));
  expect(clashes.map(({ path }) => path)).toEqual([['title'], ['grants', 'table a', 'grant', 'rows']]);
  expect(merged.grants[0]).toMatchObject({ rows: 'mine' });
  expect(mergeRoles(base, rows('mine'), rows('theirs'), new Set(clashes.map(clashKey))).merged).toMatchObject({ title: 'theirs', grants: [{ rows: 'theirs' }, {}] });
});

test('a difference names what came, what went and which facts changed', () => {
  expect(differenceOf(base, { ...base, title: 'X', grants: [{ table: 'a' }, { table: 'c' }] })).toEqual({
    added: [{ table: 'c' }],
    removed: [{ table: 'b' }],
    facts: ['title'],
  });
});

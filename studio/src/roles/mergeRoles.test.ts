import { expect, test } from 'vitest';
import { differenceOf, mergeRoles } from './mergeRoles';
import type { RoleDraft } from './roleDraft';

const base: RoleDraft = { title: 'Agent', description: null, inherits: ['basic'], grants: [{ table: 'a' }, { table: 'b' }] };

test('changes to different things are both kept', () => {
  const mine = { ...base, title: 'Agents', grants: [{ table: 'a' }, { table: 'b' }, { screen: 'desk' }] };
  const theirs = { ...base, description: 'They help.', inherits: ['basic', 'viewer'], grants: [{ table: 'b' }, { source: 'erp' }] };
  expect(mergeRoles(base, mine, theirs)).toEqual({
    title: 'Agents',
    description: 'They help.',
    inherits: ['basic', 'viewer'],
    grants: [{ table: 'b' }, { screen: 'desk' }, { source: 'erp' }],
  });
});

test('where both changed the same fact, mine stays', () => {
  expect(mergeRoles(base, { ...base, title: 'Mine' }, { ...base, title: 'Theirs' }).title).toBe('Mine');
});

test('a difference names what came, what went and which facts changed', () => {
  expect(differenceOf(base, { ...base, title: 'X', grants: [{ table: 'a' }, { table: 'c' }] })).toEqual({
    added: [{ table: 'c' }],
    removed: [{ table: 'b' }],
    facts: ['title'],
  });
});

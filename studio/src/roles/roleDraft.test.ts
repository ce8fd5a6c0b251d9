import { expect, test } from 'vitest';
import { countChanges, extentOn, grantsOn, opens, possibleVerbs, setSource, sourceRight, toggleScreen, toggleVerb, tidy, type RoleDraft } from './roleDraft';

const draft = (...grants: RoleDraft['grants']): RoleDraft => ({ title: 'Agent', description: null, inherits: ['basic'], grants });

test('the first verb makes a grant and the last one taken away removes it', () => {
  const given = toggleVerb(draft(), 'erp.tickets', 'read');
  expect(given.grants).toEqual([{ table: 'erp.tickets', can: ['read'] }]);
  expect(toggleVerb(given, 'erp.tickets', 'read').grants).toEqual([]);
});

test('a further verb widens the only rule and keeps its condition and columns', () => {
  const own = draft({ table: 'erp.tickets', can: ['update'], rows: 'team == user.team', hide: ['cost'] });
  expect(toggleVerb(own, 'erp.tickets', 'read').grants).toEqual([{ table: 'erp.tickets', can: ['read', 'update'], rows: 'team == user.team', hide: ['cost'] }]);
});

test('of several rules the one over all rows is widened, and a verb is taken from all of them', () => {
  const two = draft({ table: 't', can: ['read', 'update'], rows: 'a == 1' }, { table: 't', can: ['read'] }, { table: 'u' });
  expect(toggleVerb(two, 't', 'delete').grants[1]).toEqual({ table: 't', can: ['read', 'delete'] });
  expect(toggleVerb(two, 't', 'read').grants).toEqual([{ table: 't', can: ['update'], rows: 'a == 1' }, { table: 'u' }]);
});

test('several rules on some rows each get a further one beside them', () => {
  const two = draft({ table: 't', rows: 'a == 1' }, { table: 't', rows: 'b == 1' });
  expect(grantsOn(toggleVerb(two, 't', 'create'), 't')).toHaveLength(3);
});

test('a right over some rows is told from one over all', () => {
  const some = draft({ table: 't', can: ['read'], rows: 'a == 1' });
  expect([extentOn(some, 't', 'read'), extentOn(some, 't', 'update'), extentOn(some, 'u', 'read')]).toEqual(['some', 'none', 'none']);
  expect(extentOn(draft({ table: 't' }, { table: 't', rows: 'a == 1' }), 't', 'read')).toBe('all');
});

test('screens and sources are given and taken', () => {
  const given = setSource(toggleScreen(draft(), 'desk/queue'), 'erp', 'design');
  expect([opens(given, 'desk/queue'), opens(given, 'desk'), sourceRight(given, 'erp')]).toEqual([true, false, 'design']);
  expect(setSource(toggleScreen(given, 'desk/queue'), 'erp', 'none').grants).toEqual([]);
});

test('what says nothing is left out, so equal grants look equal', () => {
  expect(tidy({ table: 't', can: ['update', 'read'], rows: '', columns: null, hide: [], read_only: [], mask: ['a'] })).toEqual({ table: 't', can: ['read', 'update'], mask: ['a'] });
});

test('a blank condition never comes to mean all rows', () => {
  expect(tidy({ table: 't', rows: ' ' })).toEqual({ table: 't', can: ['read'], rows: ' ' });
});

test('a changed grant is one change', () => {
  const before = draft({ table: 't' }, { table: 'u' });
  expect(countChanges(before, before)).toBe(0);
  expect(countChanges(before, { ...draft({ table: 't', can: ['read', 'update'] }, { table: 'u' }), title: 'Agents' })).toBe(2);
});

test('comments can be given where the server speaks of them', () => {
  const cells = { notes: { read: true, comment: false }, 'erp.tickets': { read: true } };
  expect(possibleVerbs('notes', cells)).toContain('comment');
  expect(possibleVerbs('erp.tickets', cells)).not.toContain('comment');
  expect([possibleVerbs('*', cells), possibleVerbs('erp.*', cells), possibleVerbs('later', undefined)].map((verbs) => verbs.includes('comment'))).toEqual([true, false, true]);
});

import { expect, test } from 'vitest';
import { clashKey } from '@/ui/merge/mergeChanges';
import { addColumn, countChanges, definitionOf, draftOf, isUnique, joinTables, moveColumn, removeColumn, renameColumn, renamesOf, setColumn, setTable, setUnique } from './tableDraft';

const definition = {
  title: 'Tickets',
  columns: [
    { name: 'title', kind: 'text', required: true },
    { name: 'opened_on', kind: 'date' },
    { name: 'closed_on', kind: 'date' },
  ],
  display: 'title',
  unique: [['title'], ['title', 'opened_on']],
  search: ['title'],
  sort: ['-opened_on', 'title'],
  checks: [{ rule: 'closed_on >= opened_on', message: 'Too early.', field: 'closed_on' }],
};
const draft = draftOf(definition);

test('a definition comes back as it was', () => {
  expect(definitionOf(draft)).toEqual(definition);
  expect(countChanges(draft, draftOf(definition))).toBe(0);
});

test('a rename is told as one, and what the table says of the column follows', () => {
  const renamed = renameColumn(renameColumn(draft, 'title', 'subject'), 'closed_on', 'done_on');
  expect(renamesOf('tickets', renamed)).toEqual(['tickets.title=subject', 'tickets.closed_on=done_on']);
  expect(renamed.table).toMatchObject({ display: 'subject', unique: [['subject'], ['subject', 'opened_on']], search: ['subject'], sort: ['-opened_on', 'subject'] });
  expect(renamed.table['checks']).toEqual([{ rule: 'closed_on >= opened_on', message: 'Too early.', field: 'done_on' }]);
  expect(renamesOf('tickets', renameColumn(renamed, 'title', 'title'))).toEqual(['tickets.closed_on=done_on']);
});

test('a removed column leaves every list, and a group with it is gone', () => {
  const left = removeColumn(draft, 'title');
  expect(left.table['display']).toBeUndefined();
  expect(left.table['unique']).toBeUndefined();
  expect(left.table['sort']).toEqual(['-opened_on']);
  expect(left.table['checks']).toEqual(definition.checks);
});

test('what says nothing is left out', () => {
  const said = setColumn(setTable(draft, 'description', 'About'), 'title', 'help', 'Short');
  expect(definitionOf(setColumn(setTable(said, 'description', ''), 'title', 'help', ''))).toEqual(definition);
  expect(definitionOf(setColumn(draft, 'title', 'required', undefined)).columns).toContainEqual({ name: 'title', kind: 'text' });
});

test('new columns, moves and uniqueness', () => {
  const { draft: more, id } = addColumn(draft, { name: 'status', kind: 'text' }, 'title');
  expect(more.columns.map((one) => one.column['name'])).toEqual(['title', 'status', 'opened_on', 'closed_on']);
  expect(renamesOf('tickets', renameColumn(more, id, 'state'))).toEqual([]);
  expect(moveColumn(more, id, 0).columns[0]?.id).toBe(id);
  expect(isUnique(draft, 'title')).toBe(true);
  expect(setUnique(draft, 'title', false).table['unique']).toEqual([['title', 'opened_on']]);
  expect(countChanges(draft, more)).toBe(1);
  expect(countChanges(draft, moveColumn(draft, 'title', 2))).toBe(1);
  expect(countChanges(draft, removeColumn(draft, 'closed_on'))).toBe(2);
});

test('what somebody else did to other columns and properties is kept with mine', () => {
  const theirs = draftOf({ ...definition, description: 'Theirs', columns: [definition.columns[0] ?? {}, { ...definition.columns[1], label: 'Begun' }, { name: 'owner', kind: 'user' }] });
  const mine = renameColumn(addColumn(draft, { name: 'status', kind: 'text' }, 'title').draft, 'opened_on', 'begun_on');
  const { merged, clashes } = joinTables(draft, mine, theirs);
  expect(clashes).toEqual([]);
  expect(merged.table['description']).toBe('Theirs');
  expect(merged.table['sort']).toEqual(mine.table['sort']);
  expect(merged.columns.map((one) => [one.was, one.column['name'], one.column['label']])).toEqual([
    ['title', 'title', undefined],
    [null, 'status', undefined],
    ['opened_on', 'begun_on', 'Begun'],
    ['owner', 'owner', undefined],
  ]);
});

test('a column that they removed and I changed is asked, and made anew when mine stands', () => {
  const theirs = draftOf({ ...definition, columns: definition.columns.filter(({ name }) => name !== 'opened_on') });
  const { merged, clashes } = joinTables(draft, setColumn(draft, 'opened_on', 'label', 'Begun'), theirs);
  expect(clashes.map(({ path }) => path)).toEqual([['columns', 'opened_on']]);
  expect(merged.columns.find(({ column }) => column['name'] === 'opened_on')?.was).toBeNull();
  const taken = joinTables(draft, setColumn(draft, 'opened_on', 'label', 'Begun'), theirs, new Set(clashes.map(clashKey))).merged;
  expect(taken.columns.map(({ was }) => was)).toEqual(['title', 'closed_on']);
});

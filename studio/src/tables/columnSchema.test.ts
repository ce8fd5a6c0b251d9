import { expect, test } from 'vitest';
import type { ColumnKind, JsonSchema } from '@/api/types';
import { compacted, expanded, ownReferences, startSettings, tablesNamed, withChoices, type Around } from './columnSchema';
import { draftOf } from './tableDraft';

const kind = (name: string, properties: Record<string, JsonSchema>, more: Partial<ColumnKind> = {}): ColumnKind => ({
  kind: name, title: name, description: '', group: 'text', icon: '', icon_paths: [], type: 'integer', can_be_unique: true, is_given: false, is_written: true, start: { kind: name }, settings_schema: { properties }, ...more,
});
const relation = kind('relation', { to: { type: 'string', 'x-table': true } });
const links = kind('links', { to: { type: 'string', 'x-table': true } }, { type: 'list' });
const rollup: JsonSchema = {
  properties: {
    of: { anyOf: [{ type: 'string', 'x-table': true }, { type: 'null' }] },
    through: { type: 'string', 'x-reference': true, 'x-of': ['of'] },
    column: { anyOf: [{ type: 'string', 'x-column': true }, { type: 'null' }], 'x-of': ['of', 'through'] },
  },
};
const { columns } = draftOf({ columns: [{ name: 'customer_id', kind: 'relation', settings: { to: 'customers' } }, { name: 'boss', kind: 'relation', settings: { to: 'staff' } }, { name: 'labels', kind: 'links', settings: { to: 'labels' } }] });
const references = ownReferences(columns, new Map([relation, links].map((one) => [one.kind, one])));
const around: Around = {
  ref: 'tickets',
  references,
  columnsOf: (ref) => ({ customers: ['id', 'city'], labels: ['id', 'tone'], notes: ['id', 'hours'] })[ref] ?? [],
  referencesOf: () => [{ name: 'ticket', target: 'tickets' }, { name: 'author', target: 'staff' }],
};

test('references are called as the server calls them', () => {
  expect(references).toEqual([{ name: 'customer', target: 'customers' }, { name: 'boss_row', target: 'staff' }, { name: 'labels', target: 'labels' }]);
});

test('a setting chooses among the references that lead here, and the columns of where it leads', () => {
  const over = withChoices(rollup, { of: 'notes', through: 'ticket' }, around).properties;
  expect(over?.['through']?.enum).toEqual(['ticket']);
  expect(over?.['column']?.enum).toEqual(['id', 'hours']);
  const along = withChoices(rollup, { through: 'labels', column: 'gone' }, around).properties;
  expect(along?.['through']?.enum).toEqual(['customer', 'boss_row', 'labels']);
  expect(along?.['column']?.enum).toEqual(['id', 'tone', 'gone']);
  expect(tablesNamed(rollup, { of: 'notes', through: 'labels' }, references)).toEqual(['notes', 'labels']);
});

test('a new column begins with names that exist', () => {
  expect(startSettings({ through: '$reference', column: '$column', result: 'text' }, [], around)).toEqual({ through: 'customer', column: 'city', result: 'text' });
  expect(startSettings({ to: '$table' }, ['labels'], around)).toEqual({ to: 'labels' });
});

test('options are edited as objects and kept as short as they can be', () => {
  const schema: JsonSchema = { $defs: { Option: { type: 'object', required: ['value'] } }, properties: { options: { type: 'array', items: { $ref: '#/$defs/Option' } } } };
  const written = { options: ['open', { value: 'on_hold', label: 'Waiting' }] };
  expect(expanded(written, schema)).toEqual({ options: [{ value: 'open' }, { value: 'on_hold', label: 'Waiting' }] });
  expect(compacted(expanded(written, schema), schema)).toEqual(written);
});

import { expect, test } from 'vitest';
import type { JsonSchema } from '@/api/types';
import { byTab, faultsByTab, firstTab, holding, tabOf } from './tabs';

const schema: JsonSchema = {
  properties: {
    label: { type: 'string', 'x-tab': 'general' },
    tone: { type: 'string', 'x-tab': 'style' },
    rows: { type: 'object', properties: {}, 'x-tab': 'data' },
    content: { type: 'array', items: { 'x-node': true } },
    on_click: { type: 'array', items: { 'x-step': true }, 'x-tab': 'events' },
  },
  required: ['rows'],
};

test('a setting stands where its schema says, and one that says nothing known is general', () => {
  expect(tabOf({ 'x-tab': 'layout' })).toBe('layout');
  expect(tabOf({})).toBe('general');
  expect(tabOf({ 'x-tab': 'constructor' })).toBe('general');
});

test('components and steps have places of their own', () => {
  const found = byTab(schema.properties ?? {}, schema);
  expect(Object.entries(found).map(([tab, settings]) => [tab, Object.keys(settings)])).toEqual([['general', ['label']], ['style', ['tone']], ['data', ['rows']]]);
  expect([holding(found, 'tone'), holding(found, 'content'), holding(found, 'toString')]).toEqual(['style', undefined, undefined]);
});

test('what is needed is open first, else what comes first', () => {
  expect(firstTab(schema, schema)).toBe('data');
  expect(firstTab({ properties: schema.properties ?? {} }, schema)).toBe('general');
  expect(firstTab({}, {})).toBe('general');
});

test('mistakes are counted under the tab of their setting, those of other components aside', () => {
  const found = byTab(schema.properties ?? {}, schema);
  const places = ['content.1.rows.sort', 'content.1.rows.filter', 'content.1.tone', 'content.1.content.0.tone', 'content.10.tone', 'content.1', 'title'];
  const errors = new Map(places.map((place) => [place, 'wrong']));
  expect([...faultsByTab(errors, ['content', 1], (name) => holding(found, name))]).toEqual([['data', 2], ['style', 1]]);
  expect([...faultsByTab(errors, [], (name) => (name === 'title' ? 'general' : undefined))]).toEqual([['general', 1]]);
});

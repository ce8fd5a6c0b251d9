import { expect, test } from 'vitest';
import type { ComponentKind, JsonSchema } from '@/api/types';
import { mainTextOf } from './mainText';

const words = { type: 'string', 'x-expression': true };
const perhaps = { anyOf: [words, { type: 'null' }], default: null };
const kind = (name: string, properties: Record<string, JsonSchema>, required: string[] = []) => [name, { kind: name, title: name, settings_schema: { properties, required } } as unknown as ComponentKind] as const;
const kinds = new Map([
  kind('heading', { text: words }, ['text']),
  kind('note', { text: { ...words, default: 'Mind this' }, title: perhaps }),
  kind('card', { title: perhaps, text: perhaps }),
  kind('symbol', { name: { type: 'string' }, label: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, ['name']),
  kind('box', { gap: { type: 'string' } }),
]);
const key = (node: { kind: string } & Record<string, string>) => mainTextOf(node, kinds)?.key;

test('the words of a component are what it says, else what it must or can say', () => {
  expect(key({ kind: 'heading' })).toBe('text');
  expect(key({ kind: 'card' })).toBe('title');
  expect(key({ kind: 'card', text: 'Body' })).toBe('text');
  expect(key({ kind: 'card', text: 'Body', title: 'Head' })).toBe('title');
});

test('what is no text for people is none, and neither is a kind that nobody knows', () => {
  for (const name of ['symbol', 'box', 'gone']) expect(mainTextOf({ kind: name, name: 'x' }, kinds)).toBeNull();
  expect(mainTextOf(undefined, kinds)).toBeNull();
});

test('words are kept as the inspector keeps them', () => {
  expect(mainTextOf({ kind: 'note', text: '12' }, kinds)?.written).toBe('12');
  expect(mainTextOf({ kind: 'note', text: 'Other' }, kinds)?.kept('Mind this')).toBeUndefined();
  expect(mainTextOf({ kind: 'card', title: 'x' }, kinds)?.kept('')).toBeUndefined();
  expect(mainTextOf({ kind: 'heading', text: 'x' }, kinds)?.kept('')).toBe('');
  expect(mainTextOf({ kind: 'heading', text: 'x' }, kinds)?.kept('{{ user.name }}')).toBe('{{ user.name }}');
});

import { expect, test } from 'vitest';
import type { JsonSchema } from '@/api/types';
import { armOf, firstValue, shapeOf } from './shape';
import { readWord, writeWord } from './words';

const root: JsonSchema = {
  $defs: {
    Tone: { type: 'string', enum: ['plain', 'very_loud'] },
    Node: { type: 'object', properties: {}, 'x-node': true },
    Step: { type: 'object', properties: {}, 'x-step': true },
    Rows: { type: 'object', required: ['table'], properties: { table: { type: 'string', 'x-table': true }, limit: { type: 'integer', default: 50 } } },
  },
};
const orNothing = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }], default: null });
const sort = (schema: JsonSchema) => shapeOf(schema, root).sort;

test.each<[string, JsonSchema]>([
  ['text', { type: 'string' }],
  ['text', orNothing({ type: 'string', 'x-expression': true })],
  ['boolean', { anyOf: [{ type: 'boolean' }, { type: 'string', pattern: String.raw`\{\{` }], 'x-expression': true }],
  ['number', orNothing({ type: 'integer' })],
  ['choice', { $ref: '#/$defs/Tone', default: 'plain' }],
  ['choice', orNothing({ $ref: '#/$defs/Tone' })],
  ['table', orNothing({ type: 'string', 'x-table': true })],
  ['column', { anyOf: [{ type: 'string' }, { type: 'null' }], 'x-column': true }],
  ['object', { $ref: '#/$defs/Rows' }],
  ['nodes', { type: 'array', items: { $ref: '#/$defs/Node' } }],
  ['steps', { type: 'array', items: { $ref: '#/$defs/Step' } }],
  ['list', orNothing({ type: 'array', items: { type: 'string', 'x-column': true } })],
  ['union', { anyOf: [{ type: 'string' }, { $ref: '#/$defs/Rows' }] }],
  ['map', { type: 'object', additionalProperties: true }],
  ['any', {}],
  ['any', orNothing({ anyOf: [{ type: 'string' }, { type: 'integer' }] })],
])('a setting is a %s', (expected, schema) => {
  expect(sort(schema)).toBe(expected);
});

test('expressions are taken where the schema says so', () => {
  expect(shapeOf({ anyOf: [{ type: 'boolean' }, { type: 'string', pattern: String.raw`\{\{` }] }, root).takesExpression).toBe(true);
  expect(shapeOf({ type: 'boolean' }, root).takesExpression).toBe(false);
});

test('allowed values are words, and defaults are known', () => {
  const shape = shapeOf({ $ref: '#/$defs/Tone', default: 'plain' }, root);
  expect(shape.options.map((option) => option.label)).toEqual(['Plain', 'Very loud']);
  expect(shape.fallback).toBe('plain');
});

test('what is added has what is required', () => {
  expect(firstValue({ $ref: '#/$defs/Rows' }, root)).toEqual({ table: '' });
  expect(armOf([{ type: 'string' }, { type: 'object' }], { table: 'x' })).toBe(1);
});

test.each([['open'], ['{{ row.id }}'], [7], [true], [null], ['7'], ['true'], ['"'], [['a']], [{ a: 1 }], ['{x'], ['']])('%j is written and read back as it was', (value) => {
  expect(readWord(writeWord(value))).toEqual(value);
});

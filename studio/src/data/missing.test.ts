import { expect, test } from 'vitest';
import type { Variable } from '@/api/types';
import { fieldsOf } from '@/schema/fields';
import { missingIn } from './missing';

const fields = fieldsOf({
  properties: { host: { type: 'string' }, port: { type: 'integer' }, password: { type: 'string', writeOnly: true }, pooler: { type: 'boolean' } },
});
const variable = (facts: Partial<Variable>): Variable => ({ name: 'region', title: null, description: null, type: 'text', default: null, is_set: false, value: null, is_here: true, ...facts }) as Variable;

test('what settings read and what is not there is proposed as the setting needs it', () => {
  const values = { host: 'erp-{{ env.region }}.{{env.domain}}', port: '{{ env.port }}', password: '{{ env.token }}', pooler: '{{ env.pooler }}' };
  expect(missingIn(fields, values, []).map(({ name, type }) => [name, type])).toEqual([
    ['region', 'text'],
    ['domain', 'text'],
    ['port', 'whole'],
    ['token', 'secret'],
    ['pooler', 'boolean'],
  ]);
});

test('what has a value or a default is not missing, and what only lacks a value keeps its kind', () => {
  const values = { host: '{{ env.region }}', port: '{{ env.port }}', password: '{{ env.token }}', pooler: false };
  const known = [variable({ name: 'region', default: 'north' }), variable({ name: 'port', is_set: true, value: '1' }), variable({ name: 'token', type: 'secret' })];
  expect(missingIn(fields, values, known)).toEqual([{ name: 'token', type: 'secret', isDefined: true }]);
});

test('a name is asked for once, and text without an expression reads none', () => {
  expect(missingIn(fields, { host: 'env.region {{ env.a + env.a }}', port: '', password: '{{ env.a }}', pooler: true }, []).map((one) => one.name)).toEqual(['a']);
});

import { expect, test } from 'vitest';
import type { JsonSchema } from '@/api/types';
import { fieldsOf } from './fields';
import { changedSettings, checkValues, initialValues, settingsOf } from './values';

const schema: JsonSchema = {
  type: 'object',
  required: ['host', 'user'],
  $defs: { Tls: { type: 'string', enum: ['off', 'verify_full'] } },
  properties: {
    host: { type: 'string', title: 'Host', description: 'Name or address.' },
    user: { type: 'string', title: 'User' },
    password: { type: 'string', format: 'password', 'x-secret': true, title: 'Password' },
    tls: { allOf: [{ $ref: '#/$defs/Tls' }], default: 'off', title: 'Tls' },
    ca_certificate: { anyOf: [{ type: 'string', maxLength: 100000 }, { type: 'null' }], default: null, title: 'Ca Certificate' },
    port: { type: 'integer', default: 5432, minimum: 1, maximum: 65535, title: 'Port' },
    schemas: { type: 'array', items: { type: 'string' }, default: [], title: 'Schemas' },
    pooler: { type: 'boolean', default: false, title: 'Pooler' },
  },
};
const fields = fieldsOf(schema);
const field = (name: string) => fields.find((one) => one.name === name);

test('each type gets its kind of field', () => {
  expect(fields.map((one) => [one.name, one.kind])).toEqual([
    ['host', 'text'], ['port', 'number'], ['user', 'text'], ['password', 'secret'], ['tls', 'choice'], ['ca_certificate', 'long'], ['schemas', 'list'], ['pooler', 'boolean'],
  ]);
});

test('what is needed, secrets and the port come first; the rest is advanced', () => {
  expect(fields.filter((one) => !one.advanced).map((one) => one.name)).toEqual(['host', 'port', 'user', 'password']);
});

test('labels are words, also where the schema only capitalised the name', () => {
  expect(field('ca_certificate')?.label).toBe('CA certificate');
  expect(field('tls')?.options).toEqual([{ value: 'off', label: 'Off' }, { value: 'verify_full', label: 'Verify full' }]);
});

test('a stored secret starts empty and an empty one is not sent', () => {
  const values = initialValues(fields, { host: 'db', password: { secret: true }, schemas: ['a', 'b'] });
  expect(values).toMatchObject({ host: 'db', password: '', port: 5432, schemas: 'a\nb' });
  expect(settingsOf(fields, { ...values, host: ' db ', user: 'u' })).toEqual({ host: 'db', port: 5432, user: 'u', tls: 'off', schemas: ['a', 'b'], pooler: false });
});

test('missing and impossible values are said at their field', () => {
  const wrong = checkValues(fields, { ...initialValues(fields), host: ' ', user: 'u', port: 70000 });
  expect(Object.keys(wrong)).toEqual(['host', 'port']);
});

test('a stored secret is kept until another one is typed', () => {
  const stored = { host: 'db', user: 'u', password: { secret: true } };
  const values = initialValues(fields, stored);
  expect(changedSettings(fields, values, stored)).toMatchObject({ host: 'db', password: { secret: true } });
  expect(changedSettings(fields, { ...values, password: 'new' }, stored)).toMatchObject({ password: 'new' });
  expect(changedSettings(fields, values, { host: 'db', user: 'u' })).not.toHaveProperty('password');
});

test('choices are called what the schema says in the language asked for', () => {
  const [field] = fieldsOf({ properties: { tls: { enum: ['off', 'verify_full'], 'x-labels': { off: 'Aus' } } } });
  expect(field?.options).toEqual([{ value: 'off', label: 'Aus' }, { value: 'verify_full', label: 'Verify full' }]);
});

import { expect, test } from 'vitest';
import { samples } from '@/api/samples';
import { connectionOf } from './connectionOf';

const connectors = [
  samples.connector({ schemes: ['postgresql', 'postgres'], settings_schema: { required: ['host'], properties: { host: { type: 'string' } } } }),
];
const draft = { way: 'url' as const, kind: 'postgres', values: {}, url: '' };

test('an address names its kind by its scheme, a driver in it does not matter', () => {
  const url = 'postgresql+asyncpg://u:p@db/erp';
  expect(connectionOf({ ...draft, url }, connectors)).toEqual({ connection: { kind: 'postgres', url } });
});

test('an unknown or missing address is said at its field', () => {
  expect(connectionOf({ ...draft, url: 'oracle://x' }, connectors)).toHaveProperty('errors.url');
  expect(connectionOf(draft, connectors)).toHaveProperty('errors.url');
});

test('fields become settings once what is needed is there', () => {
  expect(connectionOf({ ...draft, way: 'fields' }, connectors)).toHaveProperty('errors.host');
  expect(connectionOf({ ...draft, way: 'fields', values: { host: 'db' } }, connectors)).toEqual({ connection: { kind: 'postgres', settings: { host: 'db' } } });
});

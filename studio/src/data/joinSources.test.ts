import { expect, test } from 'vitest';
import { samples } from '@/api/samples';
import { fieldsOf } from '@/schema/fields';
import { initialValues } from '@/schema/values';
import { factsOf, joinSources } from './joinSources';

const fields = fieldsOf({
  required: ['host', 'password'],
  properties: { host: { type: 'string' }, port: { type: 'integer', default: 5432 }, password: { type: 'string', writeOnly: true } },
});
const base = samples.source({ settings: { host: 'db-1', port: 5432, password: { secret: 'a' } } });
const mine = (settings: Record<string, unknown>, facts = {}) => ({ facts: { ...factsOf(base), ...facts }, values: { ...initialValues(fields, base.settings ?? {}), ...settings } as never });
const theirs = (settings: Record<string, unknown>, facts = {}) => ({ ...base, ...facts, settings: { ...base.settings, ...settings } });

test('what each changed alone is kept of both', () => {
  const { merged, clashes } = joinSources(fields, base, mine({ port: 5433 }, { title: 'Mine' }), theirs({ host: 'db-2' }, { read_only: true }));
  expect(clashes).toEqual([]);
  expect(merged.values).toEqual({ host: 'db-2', port: 5433, password: '' });
  expect(merged.facts).toMatchObject({ title: 'Mine', read_only: true });
});

test('what both changed is asked, setting by setting', () => {
  const { merged, clashes } = joinSources(fields, base, mine({ host: 'db-3' }), theirs({ host: 'db-2' }), new Set(['["settings","host"]']));
  expect(clashes.map(({ path, mine: here, theirs: there }) => [path, here, there])).toEqual([[['settings', 'host'], 'db-3', 'db-2']]);
  expect(merged.values['host']).toBe('db-2');
});

test('a secret typed anew wins and is in no clash', () => {
  for (const password of [{ secret: 'b' }, '{{ env.token }}', undefined]) {
    const { merged, clashes } = joinSources(fields, base, mine({ password: 'hunter2' }), theirs({ password }));
    expect(clashes).toEqual([]);
    expect(merged.values['password']).toBe('hunter2');
  }
});

test('a secret that nobody typed here stays what they made of it', () => {
  expect(joinSources(fields, base, mine({}), theirs({ password: { secret: 'b' } })).merged.values['password']).toBe('');
  expect(joinSources(fields, base, mine({}), theirs({ password: '{{ env.token }}' })).merged.values['password']).toBe('{{ env.token }}');
});

test('variables in place of a secret are asked about like anything else', () => {
  const { clashes } = joinSources(fields, base, mine({ password: '{{ env.mine }}' }), theirs({ password: '{{ env.theirs }}' }));
  expect(clashes.map(({ base: was, mine: here, theirs: there }) => [was, here, there])).toEqual([['Set', '{{ env.mine }}', '{{ env.theirs }}']]);
});

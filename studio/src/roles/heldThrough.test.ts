import { expect, test } from 'vitest';
import { samples } from '@/api/samples';
import { heldRoles, heldThrough } from './heldThrough';

const roles = [
  samples.role({ name: 'power', built_in: true }),
  samples.role({ name: 'basic', built_in: true, grants: [{ table: 'erp.*' }] }),
  samples.role({ name: 'public', built_in: true }),
  samples.role({ name: 'lead', inherits: ['agent'], grants: [{ table: 'erp.tickets' }] }),
  samples.role({ name: 'agent', inherits: ['basic', 'lead'] }),
];

test('inheritance is followed once, also through the built-in chain and around circles', () => {
  expect(heldRoles(['agent'], roles).map((role) => role.name)).toEqual(['agent', 'basic', 'lead', 'public']);
});

test('grants of others and wider ones of the role itself count', () => {
  const draft = { title: 'Chief', description: null, inherits: ['lead'], grants: [{ table: '*' }, { table: 'erp.tickets' }] };
  expect(heldThrough(draft, roles, 'erp.tickets').map(({ role, grant }) => [role.name, grant])).toEqual([
    ['', { table: '*' }],
    ['lead', { table: 'erp.tickets' }],
    ['basic', { table: 'erp.*' }],
  ]);
});

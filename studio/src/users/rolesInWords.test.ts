import { expect, test } from 'vitest';
import { rolesInWords } from './rolesInWords';

test('workspaces and roles come by title, and what is gone by name', () => {
  const workspaces = [{ name: 'hr', title: 'Absences', role_titles: { power: 'Power', lead: 'Team lead' } }];
  expect(rolesInWords({ desk: ['agent', 'basic'], hr: ['lead', 'power', 'gone'], old: [] }, workspaces)).toEqual([
    { workspace: 'Absences', roles: 'Team lead, Power, gone' },
    { workspace: 'desk', roles: 'agent, basic' },
  ]);
});

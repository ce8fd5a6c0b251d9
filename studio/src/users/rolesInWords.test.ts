import { expect, test } from 'vitest';
import { rolesInWords } from './rolesInWords';

test('workspaces come by title and empty ones are left out', () => {
  const titles = new Map([['hr', 'Absences']]);
  expect(rolesInWords({ desk: ['agent', 'basic'], hr: ['power'], old: [] }, titles)).toEqual(['Absences: power', 'desk: agent, basic']);
});

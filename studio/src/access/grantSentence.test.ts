import { expect, test } from 'vitest';
import { grantSentence } from './grantSentence';

const titles = new Map([['erp.tickets', 'Tickets']]);

test('a grant on some rows and columns of a table says all of it', () => {
  const sentence = grantSentence({ table: 'erp.tickets', can: ['read', 'update'], rows: 'team == user.team', hide: ['cost'], mask: ['email', 'phone'] }, titles);
  expect(sentence).toEqual({ main: 'May read and change rows of Tickets', where: 'team == user.team', more: ['without cost', 'email and phone shown as dots'] });
});

test.each([
  [{ table: '*' }, 'May read rows of all tables'],
  [{ table: 'erp.*', can: ['read' as const] }, 'May read rows of all tables of erp'],
  [{ screen: 'desk' }, 'May open the app desk'],
  [{ screen: 'desk/queue' }, 'May open the screen queue of desk'],
  [{ source: 'erp' }, 'May see the data source erp and its schema'],
  [{ source: 'erp', can: ['read' as const, 'design' as const] }, 'May change the data source erp'],
])('%j', (grant, main) => {
  expect(grantSentence(grant, titles).main).toBe(main);
});

import { expect, test } from 'vitest';
import { withAccess } from './withAccess';

const screen = { title: 'Queue', access: 'basic', content: [{ kind: 'card', id: 'box', content: [{ kind: 'button', id: 'close', label: 'Close' }] }, { kind: 'text', id: 'other' }] };

test('a screen asks for another role', () => {
  expect(withAccess(screen, undefined, 'agent')).toEqual({ ...screen, access: 'agent' });
});

test('a component asks for a role wherever it stands, and nothing else changes', () => {
  expect(withAccess(screen, 'close', 'agent')).toEqual({
    ...screen,
    content: [{ kind: 'card', id: 'box', content: [{ kind: 'button', id: 'close', label: 'Close', access: 'agent' }] }, { kind: 'text', id: 'other' }],
  });
});

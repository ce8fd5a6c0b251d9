import { expect, test } from 'vitest';
import { nameFor, pathFor } from './nameFor';

test('names are made from titles and numbered when taken', () => {
  expect(nameFor('Open orders', [], 'screen')).toBe('open_orders');
  expect(nameFor('Open orders', ['open_orders'], 'screen')).toBe('open_orders_2');
  expect(nameFor('注文', ['screen'], 'screen')).toBe('screen_2');
  expect(nameFor('Role', [], 'screen')).toBe('role');
});

test('paths are made from titles', () => {
  expect(pathFor('Offene Aufträge')).toBe('/offene-auftrage');
  expect(pathFor(' ')).toBe('/');
});

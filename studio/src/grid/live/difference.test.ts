import { describe, expect, it } from 'vitest';
import type { Row } from '../rowPages';
import { differences, shiftOf } from './difference';

const row = (id: string, title: string): Row => ({ id, values: { id, title }, marks: [] });
const known = new Map(['1', '2', '3'].map((id) => [id, row(id, `Ticket ${id}`)]));

describe('differences', () => {
  it('tells values that changed', () => {
    const { values, made } = differences(known, [row('1', 'Ticket 1'), row('2', 'Another')], false);
    expect([...values]).toEqual([['2', { title: 'Another' }]]);
    expect(made).toEqual([]);
  });

  it('takes rows between known ones as new, and those after them only where that is the end', () => {
    const now = [row('9', 'First'), row('1', 'Ticket 1'), row('4', 'Last')];
    expect(differences(known, now, false).made).toEqual(['9']);
    expect(differences(known, now, true).made).toEqual(['9', '4']);
  });

  it('sees no change in rows without a name', () => {
    expect(differences(known, [{ id: null, values: {}, marks: [] }], true)).toEqual({ values: new Map(), made: [] });
  });
});

describe('shiftOf', () => {
  const places = (...ids: string[]) => new Map(ids.map((id, index) => [id, index]));

  it('is what most rows moved by', () => {
    expect(shiftOf(['1', '2', '3'], 0, places('9', '1', '2', '3'))).toBe(1);
    expect(shiftOf(['1', '2', '3'], 0, places('2', '3', '1'))).toBe(-1);
    expect(shiftOf(['1', '2', '3'], 0, places('1', '2', '3'))).toBe(0);
  });

  it('is unknown when they are all gone', () => {
    expect(shiftOf(['1', null], 5, places('7'))).toBeNull();
  });
});

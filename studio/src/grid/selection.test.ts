import { describe, expect, it } from 'vitest';
import { at, cellsIn, clamped, holds, moved, rectangle, type Press } from './selection';

const size = { rows: 10, columns: 4 };
const press = (key: string, more: Partial<Press> = {}): Press => ({ key, ctrl: false, shift: false, page: 5, ...more });

describe('a selection', () => {
  it('walks and stops at the edges', () => {
    expect(moved(at(0, 0), press('ArrowUp'), size)).toEqual(at(0, 0));
    expect(moved(at(0, 0), press('ArrowRight'), size)).toEqual(at(0, 1));
    expect(moved(at(3, 1), press('PageDown'), size)).toEqual(at(8, 1));
    expect(moved(at(8, 1), press('PageDown'), size)).toEqual(at(9, 1));
    expect(moved(at(3, 2), press('Home'), size)).toEqual(at(3, 0));
    expect(moved(at(3, 2), press('End', { ctrl: true }), size)).toEqual(at(9, 3));
    expect(moved(at(3, 2), press('ArrowDown', { ctrl: true }), size)).toEqual(at(9, 2));
    expect(moved(at(3, 2), press('x'), size)).toBeNull();
  });
  it('grows with Shift and keeps where it began', () => {
    const grown = moved(moved(at(2, 2), press('ArrowUp', { shift: true }), size) ?? at(0, 0), press('ArrowLeft', { shift: true }), size);
    expect(grown).toEqual({ anchor: { row: 2, column: 2 }, focus: { row: 1, column: 1 } });
    expect(rectangle(grown ?? at(0, 0))).toEqual({ top: 1, left: 1, bottom: 2, right: 2 });
    expect(cellsIn(rectangle(grown ?? at(0, 0)))).toBe(4);
    expect(holds(rectangle(at(1, 1)), 1, 1)).toBe(true);
    expect(holds(rectangle(at(1, 1)), 1, 2)).toBe(false);
  });
  it('steps through rows with Tab and down with Enter', () => {
    expect(moved(at(1, 3), press('Tab'), size)).toEqual(at(2, 0));
    expect(moved(at(1, 0), press('Tab', { shift: true }), size)).toEqual(at(0, 3));
    expect(moved(at(9, 3), press('Tab'), size)).toEqual(at(9, 3));
    expect(moved(at(1, 3), press('Enter'), size)).toEqual(at(2, 3));
  });
  it('stays within what is left of the rows', () => {
    expect(clamped(at(20, 9), size)).toEqual(at(9, 3));
    expect(clamped(at(0, 0), { rows: 0, columns: 3 })).toBeNull();
  });
});

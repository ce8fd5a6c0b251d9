import { describe, expect, it } from 'vitest';
import { firstLayout, ordered, shownColumns, withHidden, withMove, withWidth } from './layout';
import { sampleColumn } from './samples';

const columns = ['a', 'b', 'c', 'd'].map((name) => sampleColumn({ name }));
const names = (all: { name: string }[]) => all.map((column) => column.name).join('');

describe('the arrangement of columns', () => {
  it('moves, hides and keeps widths within bounds', () => {
    const first = firstLayout(columns);
    expect(names(ordered(columns, withMove(columns, first, 'a', 'c')))).toBe('bcad');
    expect(names(ordered(columns, withMove(columns, first, 'd', 'b')))).toBe('adbc');
    expect(names(shownColumns(columns, withHidden(first, 'b', true)))).toBe('acd');
    expect(withWidth(first, 'a', 3).widths['a']).toBe(56);
  });
  it('takes in columns it does not know and forgets those that are gone', () => {
    const layout = { ...firstLayout(columns), order: ['d', 'gone', 'a'] };
    expect(names(ordered(columns, layout))).toBe('dabc');
  });
});

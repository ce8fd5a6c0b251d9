import { describe, expect, it } from 'vitest';
import { markOf, meaningOf, NEW_MARK, withMoved, type Mark } from './marks';

const mark = (name: string, column: string | null = null): Mark => ({ ...NEW_MARK, name, when: `${name} == 1`, column });
const marks = [mark('a'), mark('b', 'title'), mark('c'), mark('d', 'title')];

describe('marks of rows', () => {
  it('count in their order, the whole row and each column by themselves', () => {
    expect(markOf(marks, [0, 2], null)?.name).toBe('a');
    expect(markOf(marks, [2, 3], null)?.name).toBe('c');
    expect(markOf(marks, [2, 3], 'title')?.name).toBe('d');
    expect(markOf(marks, [1], null)).toBeNull();
    expect(markOf(marks, [9], null)).toBeNull();
  });

  it('mean what they are called, or their condition', () => {
    expect(meaningOf(mark('late'))).toBe('late');
    expect(meaningOf({ ...mark('late'), name: ' ' })).toBe('late == 1');
  });

  it('are moved within their list', () => {
    expect(withMoved(marks, 0, 2).map((one) => one.name)).toEqual(['b', 'c', 'a', 'd']);
    expect(withMoved(marks, 3, 0).map((one) => one.name)).toEqual(['d', 'a', 'b', 'c']);
    expect(withMoved(marks, 0, -1)).toEqual(marks);
  });
});

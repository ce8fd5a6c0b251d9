import { describe, expect, it } from 'vitest';
import { same } from './same';

describe('two values', () => {
  it('are the same whatever order their keys have', () => {
    expect(same({ kind: 'text', id: 'a', list: [{ x: 1, y: null }] }, { list: [{ y: null, x: 1 }], id: 'a', kind: 'text' })).toBe(true);
  });
  it('are the same where one says that something is undefined and the other says nothing', () => {
    expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true);
    expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(true);
    expect(same([undefined], [null])).toBe(true);
  });
  it('differ by what they hold, and by the order of lists', () => {
    expect(same({ a: 1 }, { a: 2 })).toBe(false);
    expect(same({ a: 1 }, { a: 1, b: null })).toBe(false);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same(undefined, null)).toBe(false);
    expect(same({ a: 1 }, { b: 1 })).toBe(false);
    expect(same({ 0: 'x' }, ['x'])).toBe(false);
    expect(same(1, '1')).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { lineDifference } from './lineDifference';

const shown = (before: string, after: string) => lineDifference(before, after).map(({ mark, line }) => `${{ same: ' ', added: '+', removed: '-', gap: '~' }[mark]}${line}`);

describe('lineDifference', () => {
  it('keeps what both have', () => {
    expect(shown('a\nb\nc\n', 'a\nx\nc\n')).toEqual([' a', '-b', '+x', ' c']);
    expect(shown('a\nb\nc\nd\n', 'b\nd\ne\n')).toEqual(['-a', ' b', '-c', ' d', '+e']);
  });
  it('shows all of a text that is new or gone', () => {
    expect(shown('', 'a\nb\n')).toEqual(['+a', '+b']);
    expect(shown('a\n', '')).toEqual(['-a']);
  });
  it('leaves out what is far from any difference', () => {
    const many = Array.from({ length: 20 }, (_, n) => `l${n}`);
    const changed = many.map((line) => (line === 'l10' ? 'x' : line));
    expect(shown(many.join('\n'), changed.join('\n'))).toEqual(['~⋯', ' l7', ' l8', ' l9', '-l10', '+x', ' l11', ' l12', ' l13', '~⋯']);
  });
  it('says nothing about equal texts but that something is there', () => {
    expect(shown('a\n', 'a\n')).toEqual(['~⋯']);
  });
});

import { describe, expect, it } from 'vitest';
import { parseTsv, valuesInHtml, writeHtml, writeTsv } from './tsv';

describe('cells on the clipboard', () => {
  it('come back as they were, whatever is in them', () => {
    const rows = [
      ['a', 'with\ttab', 'two\nlines'],
      ['say "hi"', '', ' blank '],
      ['"', 'ünï', ''],
    ];
    expect(parseTsv(writeTsv(rows))).toEqual(rows);
  });
  it('are read as Excel writes them, with a line end at the end', () => {
    expect(parseTsv('1\t"a ""b"""\r\n2\t\r\n')).toEqual([['1', 'a "b"'], ['2', '']]);
    expect(parseTsv('one')).toEqual([['one']]);
    expect(parseTsv('')).toEqual([['']]);
  });
  it('keep quotes that quote nothing', () => {
    expect(parseTsv('"5" pipe\t6"')).toEqual([['"5" pipe', '6"']]);
    expect(parseTsv('"open')).toEqual([['"open']]);
  });
  it('carry their values through HTML', () => {
    const values = [[1, null, '<a "b">&'], [true, ['x'], { y: '"' }]];
    expect(valuesInHtml(writeHtml([['1', '', '<a>'], ['yes', 'x', '{}']], values))).toEqual(values);
    expect(valuesInHtml('<table><tr><td>1</td></tr></table>')).toBeNull();
    expect(valuesInHtml('<table data-toolwright="{broken">')).toBeNull();
  });
});

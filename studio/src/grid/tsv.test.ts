import { describe, expect, it } from 'vitest';
import { readTsv, writeHtml, writeTsv } from './tsv';

describe('cells on the clipboard', () => {
  it('are quoted where a spreadsheet would take them for several', () => {
    const rows = [
      ['a', 'with\ttab', 'two\nlines'],
      ['say "hi"', '', ' blank '],
    ];
    expect(writeTsv(rows)).toBe('a\t"with\ttab"\t"two\nlines"\n"say ""hi"""\t\t blank ');
  });
  it('come back as they were', () => {
    const rows = [
      ['a', 'with\ttab', 'two\nlines'],
      ['say "hi"', '', ' blank '],
    ];
    expect(readTsv(writeTsv(rows))).toEqual(rows);
    expect(readTsv('a\tb\r\nc\t\r\n')).toEqual([['a', 'b'], ['c', '']]);
    expect(readTsv('"half" quoted\tb')).toEqual([['"half" quoted', 'b']]);
    expect(readTsv('')).toEqual([['']]);
  });
  it('are text in HTML, whatever is in them', () => {
    expect(writeHtml([['<a "b">&', 'two\nlines']])).toContain('<td>&lt;a &quot;b&quot;&gt;&amp;</td><td>two<br>lines</td>');
  });
});

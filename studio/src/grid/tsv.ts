/** The cells of a text that a spreadsheet put on the clipboard: tabs between cells, quotes around what holds tabs or line ends. */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const source = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  while (at <= source.length) {
    const [cell, end] = source[at] === '"' ? quoted(source, at) : plain(source, at);
    row.push(cell);
    if (source[end] !== '\t') {
      rows.push(row);
      row = [];
      // The line end after the last row is no row of its own.
      if (end >= source.length - 1) break;
    }
    at = end + 1;
  }
  return rows;
}

function plain(source: string, at: number): [string, number] {
  let end = at;
  while (end < source.length && source[end] !== '\t' && source[end] !== '\n') end += 1;
  return [source.slice(at, end), end];
}

/** A quoted cell; one whose quotes do not end before a tab or line end is taken as it stands. */
function quoted(source: string, at: number): [string, number] {
  let cell = '';
  let from = at + 1;
  for (;;) {
    const quote = source.indexOf('"', from);
    if (quote < 0) return plain(source, at);
    cell += source.slice(from, quote);
    const next = source[quote + 1];
    if (next === '"') {
      cell += '"';
      from = quote + 2;
    } else if (next === undefined || next === '\t' || next === '\n') {
      return [cell, quote + 1];
    } else {
      return plain(source, at);
    }
  }
}

/** Cells as text for the clipboard, as Excel and Sheets write and read it. */
export function writeTsv(rows: string[][]): string {
  return rows.map((row) => row.map(quote).join('\t')).join('\n');
}

const quote = (cell: string) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const MARK = 'data-toolwright';

/** The same cells as an HTML table. It carries the values themselves along, so that pasting here loses nothing. */
export function writeHtml(rows: string[][], values: unknown[][]): string {
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell).replaceAll('\n', '<br>')}</td>`).join('')}</tr>`).join('');
  return `<meta charset="utf-8"><table ${MARK}="${escaped(JSON.stringify(values))}"><tbody>${body}</tbody></table>`;
}

/** The values that `writeHtml` put in; null when the table comes from elsewhere. */
export function valuesInHtml(html: string): unknown[][] | null {
  const found = new RegExp(`${MARK}="([^"]*)"`).exec(html)?.[1];
  if (found === undefined) return null;
  try {
    const values: unknown = JSON.parse(unescaped(found));
    return Array.isArray(values) && values.every(Array.isArray) ? (values as unknown[][]) : null;
  } catch {
    return null;
  }
}

const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const unescaped = (value: string) => value.replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&');

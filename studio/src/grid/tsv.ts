/** Cells as text for the clipboard, as Excel and Sheets write and read it. */
export function writeTsv(rows: string[][]): string {
  return rows.map((row) => row.map(quote).join('\t')).join('\n');
}

const quote = (cell: string) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The same cells as an HTML table. */
export function writeHtml(rows: string[][]): string {
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell).replaceAll('\n', '<br>')}</td>`).join('')}</tr>`).join('');
  return `<meta charset="utf-8"><table><tbody>${body}</tbody></table>`;
}

const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const QUOTED = /^"(?:[^"]|"")*"$/;

/** The cells of a text from a spreadsheet; a quoted cell may hold tabs and line ends. */
export function readTsv(given: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/gy;
  for (let found = cell.exec(given); found !== null; found = cell.exec(given)) {
    const [, whole = '', end] = found;
    rows.at(-1)?.push(QUOTED.test(whole) ? whole.slice(1, -1).replaceAll('""', '"') : whole);
    if (end === '') break;
    if (end !== '\t') rows.push([]);
  }
  // Spreadsheets end the last row like every other.
  return rows.length > 1 && rows.at(-1)?.join('') === '' ? rows.slice(0, -1) : rows;
}

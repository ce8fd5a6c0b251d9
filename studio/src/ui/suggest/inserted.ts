/** The text with a suggestion in place of what was begun, and where the cursor goes. */
export function inserted(text: string, cursor: number, start: number, insert: string): { text: string; cursor: number } {
  const rest = text.slice(cursor);
  // Quotes that close what is being written belong to the suggestion.
  const after = /^['"]/.test(insert) && /^['"]/.test(rest) ? rest.slice(1) : rest;
  const space = /[.('"\w]$/.test(insert) && !/[.('"]$/.test(insert) && after === '' ? ' ' : '';
  return { text: text.slice(0, start) + insert + space + after, cursor: start + insert.length + space.length };
}

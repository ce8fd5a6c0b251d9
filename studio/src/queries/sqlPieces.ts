const TEXT = String.raw`"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'`;

/** A slot as far as a pattern can tell: texts and one level of braces may stand inside. */
export const SLOT = String.raw`\{\{(?:${TEXT}|\{(?:${TEXT}|[^{}'"])*\}|[^{}'"]|\}(?!\}))*\}\}`;

const plain = (mark: string) => `${mark}(?:[^${mark}]|${mark}${mark})*${mark}`;
const escaped = (mark: string) => String.raw`${mark}(?:[^${mark}\\]|\\[\s\S]|${mark}${mark})*${mark}`;

/** What is text, a name or a comment in a language, as the server reads it (`query_language.py`). */
const quoted: Record<string, string[]> = {
  postgresql: [String.raw`--[^\n]*`, String.raw`\b[eE]${escaped("'")}`, plain("'"), plain('"'), String.raw`(\$(?:[^\W\d]\w*)?\$)[\s\S]*?\1`],
  mysql: [String.raw`--(?=\s|$)[^\n]*`, String.raw`#[^\n]*`, escaped("'"), escaped('"'), plain('`')],
  sqlite: [String.raw`--[^\n]*`, plain("'"), plain('"'), plain('`'), String.raw`\[(?!\[)[^\]]*\]`],
};

const COMMENT = /^(?:--|#|\/\*)/;

/** The pieces of a text, without blanks that mean nothing: two texts with the same pieces ask the same. */
export function sqlPieces(sql: string, language: string): string[] {
  const quotes = quoted[language] ?? [];
  const piece = new RegExp([SLOT, String.raw`\/\*[\s\S]*?\*\/`, ...quotes.map((one) => `(?:${one})`), String.raw`\[\[|\]\]`, String.raw`[\w$]+`, String.raw`[^\s\w$]`].join('|'), 'gu');
  const found: string[] = [];
  let end = 0;
  for (const match of sql.matchAll(piece)) {
    const [text] = match;
    if (match.index > end && needBlank(found.at(-1) ?? '', text)) found.push(' ');
    found.push(COMMENT.test(text) ? text.trim().replace(/\s+/g, ' ') : text);
    end = match.index + text.length;
  }
  return found;
}

const OPERATOR = /^[-+*/<>=~!@#%^&|?:.]/;
const QUOTED = /^['"`]/;

/** Whether a blank between two pieces means something: `- -1`, `'a' 'b'`, and brackets that would make a clause. */
const needBlank = (one: string, other: string) =>
  [OPERATOR, QUOTED].some((sort) => sort.test(one) && sort.test(other) && !COMMENT.test(one) && !COMMENT.test(other)) || ((one === '[' || one === ']') && one === other);

import { formatDialect, mysql, postgresql, sqlite, type DialectOptions } from 'sql-formatter';
import { SLOT, sqlPieces } from './sqlPieces';

/** Names in brackets, which are no optional clause. */
const nameInBrackets = { regex: String.raw`\[(?!\[)[^\]]*\]` };

const dialects: Record<string, DialectOptions> = {
  postgresql,
  mysql,
  sqlite: {
    ...sqlite,
    tokenizerOptions: { ...sqlite.tokenizerOptions, identTypes: [...sqlite.tokenizerOptions.identTypes.filter((one) => one !== '[]'), nameInBrackets] },
  },
};

/**
 * The text of a query laid out anew: only blanks and ends of lines differ. Null when that cannot be done, so that a text
 * which the formatter reads otherwise than the server does stays as it is.
 */
export function formatSql(sql: string, language: string): string | null {
  const dialect = dialects[language];
  if (dialect === undefined) return null;
  const custom = [{ regex: SLOT }, { regex: String.raw`\[\[` }, { regex: String.raw`\]\]` }];
  try {
    const tidy = clausesOnLines(formatDialect(sql, { dialect, tabWidth: 2, expressionWidth: 80, paramTypes: { custom } }));
    return same(sqlPieces(tidy, language), sqlPieces(sql, language)) ? tidy : null;
  } catch {
    return null;
  }
}

/** `[[` goes to the line of what it may leave out. */
const clausesOnLines = (sql: string) => sql.replace(/[ \t]*\[\[[ \t]*\n([ \t]*)(?!--|#|\s)/g, '\n$1[[ ');

const same = (one: string[], other: string[]) => one.length === other.length && one.every((piece, at) => piece === other[at]);

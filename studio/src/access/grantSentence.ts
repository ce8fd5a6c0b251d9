import type { Grant, TableGrant } from '@/api/types';
import { text } from '@/text';

const words = text.access.sentence;

export interface GrantSentence {
  main: string;
  /** An expression that rows must satisfy, to be shown as code. */
  where: string | null;
  more: string[];
}

/** A grant as a sentence; `titles` names tables by reference. */
export function grantSentence(grant: Grant, titles: ReadonlyMap<string, string>): GrantSentence {
  if ('table' in grant) return tableSentence(grant, titles);
  if ('screen' in grant) {
    const [app = '', screen] = grant.screen.split('/');
    return plain(screen === undefined ? words.app(app) : words.screen(screen, app));
  }
  return plain(grant.can?.includes('design') ? words.designSource(grant.source) : words.source(grant.source));
}

function tableSentence(grant: TableGrant, titles: ReadonlyMap<string, string>): GrantSentence {
  const verbs = (grant.can ?? ['read']).map((verb) => text.access.verbs[verb]);
  const some = (columns: string[] | null | undefined, say: (columns: string[]) => string) => (columns && columns.length > 0 ? [say(columns)] : []);
  return {
    main: words.table(verbs, tableName(grant.table, titles)),
    where: grant.rows ?? null,
    more: [...some(grant.columns, words.columns), ...some(grant.hide, words.hide), ...some(grant.read_only, words.readOnly), ...some(grant.mask, words.mask)],
  };
}

function tableName(table: string, titles: ReadonlyMap<string, string>): string {
  if (table === '*') return words.allTables;
  if (table.endsWith('.*')) return words.allOf(table.slice(0, -2));
  return titles.get(table) ?? table;
}

const plain = (main: string): GrantSentence => ({ main, where: null, more: [] });

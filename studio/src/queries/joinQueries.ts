import type { QueryDefinition } from '@/api/queries';
import { clashKey, mergeChanges, type Merged } from '@/ui/merge/mergeChanges';

/** What decides which columns a result has. */
export const asked = ({ sql, source, parameters }: QueryDefinition): string => JSON.stringify([sql, source, parameters]);

/** Two people's changes of one query. Columns are learned from the text, so they are no question where the text is one. */
export function joinQueries(base: QueryDefinition, mine: QueryDefinition, theirs: QueryDefinition, chosen: ReadonlySet<string> = new Set()): Merged<QueryDefinition> {
  const first = mergeChanges(base, mine, theirs);
  const sql = first.clashes.find(({ path }) => path.length === 1 && path[0] === 'sql');
  const learnt = sql === undefined ? [] : first.clashes.filter(({ path }) => path[0] === 'columns');
  const along = sql !== undefined && chosen.has(clashKey(sql)) ? learnt.map(clashKey) : [];
  const { merged } = mergeChanges(base, mine, theirs, { chosen: new Set([...chosen, ...along]) });
  return { merged, clashes: first.clashes.filter((clash) => !learnt.includes(clash)) };
}

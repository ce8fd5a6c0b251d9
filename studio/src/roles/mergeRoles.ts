import type { Grant } from '@/api/types';
import { same } from '@/ui/same';
import { mergeChanges, type Merged } from '@/ui/merge/mergeChanges';
import { isScreen, isTable, keyOf, tidy, type RoleDraft } from './roleDraft';

/** A role with its grants by what they are of; the second one on the same table is another. */
function comparable(role: RoleDraft) {
  const seen = new Map<string, number>();
  const grants = role.grants.map((grant) => {
    const of = isTable(grant) ? grant.table : isScreen(grant) ? grant.screen : grant.source;
    const name = `${isTable(grant) ? 'table' : isScreen(grant) ? 'screen' : 'source'} ${of}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { id: count === 1 ? name : `${name} (${count})`, grant: { can: ['read'], ...tidy(grant) } };
  });
  return { ...role, grants };
}

/** My changes and theirs, grant by grant and property by property; where both changed one, mine stands unless theirs is chosen. */
export function mergeRoles(base: RoleDraft, mine: RoleDraft, theirs: RoleDraft, chosen: ReadonlySet<string> = new Set()): Merged<RoleDraft> {
  const { merged, clashes } = mergeChanges(comparable(base), comparable(mine), comparable(theirs), { chosen });
  return { merged: { ...merged, grants: merged.grants.map(({ grant }) => tidy(grant as Grant)) }, clashes };
}

export interface Difference {
  added: Grant[];
  removed: Grant[];
  facts: ('title' | 'description' | 'inherits')[];
}

/** What somebody changed, to be said in sentences. */
export function differenceOf(before: RoleDraft, after: RoleDraft): Difference {
  const [was, is] = [before.grants.map(keyOf), after.grants.map(keyOf)];
  return {
    added: after.grants.filter((grant) => !was.includes(keyOf(grant))),
    removed: before.grants.filter((grant) => !is.includes(keyOf(grant))),
    facts: (['title', 'description', 'inherits'] as const).filter((fact) => !same(before[fact], after[fact])),
  };
}

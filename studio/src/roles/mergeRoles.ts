import type { Grant } from '@/api/types';
import { same } from '@/ui/same';
import { keyOf, type RoleDraft } from './roleDraft';

/** Three-way merge: what I changed on top of what they changed. Where both changed the same fact, mine stays. */
export function mergeRoles(base: RoleDraft, mine: RoleDraft, theirs: RoleDraft): RoleDraft {
  const fact = <K extends 'title' | 'description'>(key: K) => (same(mine[key], base[key]) ? theirs[key] : mine[key]);
  return {
    title: fact('title'),
    description: fact('description'),
    inherits: mergeLists(base.inherits, mine.inherits, theirs.inherits, (name) => name),
    grants: mergeLists(base.grants, mine.grants, theirs.grants, keyOf),
  };
}

function mergeLists<T>(base: T[], mine: T[], theirs: T[], key: (item: T) => string): T[] {
  const keys = (items: T[]) => new Set(items.map(key));
  const [was, here, there] = [keys(base), keys(mine), keys(theirs)];
  const kept = mine.filter((item) => !(was.has(key(item)) && !there.has(key(item))));
  const added = theirs.filter((item) => !was.has(key(item)) && !here.has(key(item)));
  return [...kept, ...added];
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

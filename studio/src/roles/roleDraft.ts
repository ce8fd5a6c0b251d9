import type { Grant, Role, RowVerb, ScreenGrant, SourceGrant, TableGrant } from '@/api/types';
import { same } from '@/ui/same';

/** What can be changed about a role; its name is permanent. */
export interface RoleDraft {
  title: string;
  description: string | null;
  inherits: string[];
  grants: Grant[];
}

export const ROW_VERBS: RowVerb[] = ['read', 'create', 'update', 'delete', 'comment'];

/** The verbs that can be given on a table or pattern. What the server does not speak of for a table is not possible there. */
export function possibleVerbs(ref: string, cells: Record<string, Record<string, unknown>> | undefined): RowVerb[] {
  const cell = cells?.[ref];
  const hasNone = cell === undefined ? ref.includes('.') : !('comment' in cell);
  return hasNone ? ROW_VERBS.filter((verb) => verb !== 'comment') : ROW_VERBS;
}

/** How far a right goes: over all rows, over some, or not at all. */
export type Extent = 'all' | 'some' | 'none';

export const draftOf = (role: Role): RoleDraft => ({
  title: role.title,
  description: role.description,
  inherits: role.inherits,
  grants: role.grants.map(tidy),
});

/** A grant without what says nothing, so that two that mean the same look the same. */
export function tidy(grant: Grant): Grant {
  if (isScreen(grant)) return { screen: grant.screen };
  if (isSource(grant)) return { source: grant.source, can: grant.can ?? ['read'] };
  const list = (key: 'hide' | 'read_only' | 'mask') => (grant[key] && grant[key].length > 0 ? { [key]: grant[key] } : {});
  return {
    table: grant.table,
    can: ROW_VERBS.filter((verb) => (grant.can ?? ['read']).includes(verb)),
    // A condition that is begun and still blank is sent as it is, to be refused: it must never come to mean all rows.
    ...(grant.rows ? { rows: grant.rows } : {}),
    ...(grant.columns ? { columns: grant.columns } : {}),
    ...list('hide'),
    ...list('read_only'),
    ...list('mask'),
  };
}

export const isTable = (grant: Grant): grant is TableGrant => 'table' in grant;
export const isScreen = (grant: Grant): grant is ScreenGrant => 'screen' in grant;
export const isSource = (grant: Grant): grant is SourceGrant => 'source' in grant;


/** The grants on exactly this table or pattern, each with its place in the role. */
export const grantsOn = (draft: RoleDraft, ref: string) =>
  draft.grants.flatMap((grant, index) => (isTable(grant) && grant.table === ref ? [{ grant, index }] : []));

/** What the role itself, without what it inherits, allows on exactly this table or pattern. */
export function extentOn(draft: RoleDraft, ref: string, verb: RowVerb): Extent {
  const granting = grantsOn(draft, ref).filter(({ grant }) => (grant.can ?? ['read']).includes(verb));
  if (granting.length === 0) return 'none';
  return granting.some(({ grant }) => !grant.rows) ? 'all' : 'some';
}

const withGrants = (draft: RoleDraft, grants: Grant[]): RoleDraft => ({ ...draft, grants });

/** Give or take a verb. Giving widens a rule that is there; taking it away takes it from every rule. */
export function toggleVerb(draft: RoleDraft, ref: string, verb: RowVerb): RoleDraft {
  const on = grantsOn(draft, ref);
  if (extentOn(draft, ref, verb) !== 'none') {
    const left = draft.grants.flatMap((grant) => {
      if (!isTable(grant) || grant.table !== ref) return [grant];
      const can = (grant.can ?? ['read']).filter((held) => held !== verb);
      return can.length === 0 ? [] : [{ ...grant, can }];
    });
    return withGrants(draft, left);
  }
  const target = on.find(({ grant }) => !grant.rows) ?? (on.length === 1 ? on[0] : undefined);
  if (target === undefined) return withGrants(draft, [...draft.grants, { table: ref, can: [verb] }]);
  return setGrant(draft, target.index, { can: ROW_VERBS.filter((held) => held === verb || (target.grant.can ?? ['read']).includes(held)) });
}

/** Change one grant on a table. */
export function setGrant(draft: RoleDraft, index: number, changes: Partial<TableGrant>): RoleDraft {
  return withGrants(draft, draft.grants.map((grant, at) => (at === index && isTable(grant) ? { ...grant, ...changes } : grant)));
}

export const addGrant = (draft: RoleDraft, grant: Grant): RoleDraft => withGrants(draft, [...draft.grants, grant]);
export const removeGrant = (draft: RoleDraft, index: number): RoleDraft => withGrants(draft, draft.grants.filter((_, at) => at !== index));

export const opens = (draft: RoleDraft, screen: string) => draft.grants.some((grant) => isScreen(grant) && grant.screen === screen);

/** Give or take an app (`desk`) or a screen (`desk/queue`). */
export function toggleScreen(draft: RoleDraft, screen: string): RoleDraft {
  if (!opens(draft, screen)) return addGrant(draft, { screen });
  return withGrants(draft, draft.grants.filter((grant) => !(isScreen(grant) && grant.screen === screen)));
}

export type SourceRight = 'none' | 'read' | 'design';

export function sourceRight(draft: RoleDraft, source: string): SourceRight {
  const held = draft.grants.filter(isSource).filter((grant) => grant.source === source);
  if (held.length === 0) return 'none';
  return held.some((grant) => grant.can?.includes('design')) ? 'design' : 'read';
}

export function setSource(draft: RoleDraft, source: string, right: SourceRight): RoleDraft {
  const others = draft.grants.filter((grant) => !(isSource(grant) && grant.source === source));
  if (right === 'none') return withGrants(draft, others);
  return withGrants(draft, [...others, { source, can: right === 'design' ? ['read', 'design'] : ['read'] }]);
}

/** How many changes lie between two drafts, for people: grants count by what was added or taken. */
export function countChanges(before: RoleDraft, after: RoleDraft): number {
  const [was, is] = [before.grants.map(keyOf), after.grants.map(keyOf)];
  const added = is.filter((key) => !was.includes(key)).length;
  const removed = was.filter((key) => !is.includes(key)).length;
  const facts = (['title', 'description', 'inherits'] as const).filter((key) => !same(before[key], after[key])).length;
  return facts + Math.max(added, removed);
}

export const keyOf = (grant: Grant) => JSON.stringify(tidy(grant));

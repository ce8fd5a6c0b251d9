import { useCallback, useMemo, useState } from 'react';
import type { QueryDefinition, StoredQuery } from '@/api/queries';
import { begin, redo, step, undo, type History } from '@/designer/document/history';
import { claimDraft, type Found, type KeptDraft } from '@/ui/drafts/keptDrafts';
import { useKeptDraft } from '@/ui/drafts/useKeptDraft';
import { same } from '@/ui/same';

type KeptQuery = KeptDraft<QueryDefinition>;

interface Kept {
  /** What was stored when the work began, and the revision of that. */
  base: StoredQuery;
  history: History<QueryDefinition>;
}

export const placeOfQuery = (workspace: string, name: string): string => `toolwright.query.${workspace}.${name}/`;

/** What was being written when the page was left, the session ended or the server went: the browser remembers it. */
function recall(kept: KeptQuery | null, stored: StoredQuery): Kept {
  if (kept === null) return { base: stored, history: begin(stored.definition) };
  const base = same(kept.base, stored.definition) ? stored : { ...stored, definition: kept.base, revision: kept.revision };
  return { base, history: step(begin(base.definition), kept.draft) };
}

/** A query being written: undo and redo, kept in the browser as it is typed. */
export function useKeptQuery(workspace: string, stored: StoredQuery) {
  const place = placeOfQuery(workspace, stored.name);
  const [claimed] = useState(() => claimDraft(place));
  const [{ base, history }, setKept] = useState(() => recall(claimed.kept as KeptQuery | null, stored));
  const draft = history.present;
  const unsaved = useMemo(() => (same(draft, base.definition) ? null : { base: base.definition, revision: base.revision, draft }), [base, draft]);
  const { beside, drop, putBack } = useKeptDraft<KeptQuery>(place, claimed.tab, unsaved);
  const others = useMemo(() => beside.filter((other) => !same(other.kept.draft, draft)), [beside, draft]);
  const write = useCallback((change: (was: History<QueryDefinition>) => History<QueryDefinition>) => setKept((was) => ({ ...was, history: change(was.history) })), []);

  return {
    base,
    draft,
    /** One step of undo; with `about` equal to that of the step before, both are one. */
    edit: (change: (was: QueryDefinition) => QueryDefinition, about?: string) =>
      write((was) => {
        const next = change(was.present);
        return same(next, was.present) ? was : step(was, next, about ?? null);
      }),
    /** What follows from the step before, and is undone with it. */
    complete: (change: (was: QueryDefinition) => QueryDefinition) => write((was) => ({ ...was, present: change(was.present) })),
    undo: history.past.length === 0 ? null : () => write(undo),
    redo: history.future.length === 0 ? null : () => write(redo),
    /** `wanted` was stored as `now`; what was typed meanwhile stays. */
    stored: (wanted: QueryDefinition, now: StoredQuery) =>
      setKept((was) => ({ base: now, history: same(was.history.present, wanted) ? { ...was.history, present: now.definition } : was.history })),
    /** Go on from what somebody else stored, as one step. */
    rebase: (now: StoredQuery, merged: QueryDefinition) => setKept((was) => ({ base: now, history: step(was.history, merged) })),
    /** Nothing is kept any more. */
    forget: () => setKept((was) => ({ ...was, history: begin(was.base.definition) })),
    beside: others,
    /** Go on with what another tab keeps, as one step. */
    takeOver: ({ tab, kept }: Found<KeptQuery>) => {
      setKept((was) => ({ base: { ...was.base, definition: kept.base, revision: kept.revision }, history: step(was.history, kept.draft) }));
      drop(tab);
    },
    /** Answers the way back. */
    throwAway: (found: Found<KeptQuery>) => {
      drop(found.tab);
      return () => putBack(found);
    },
  };
}

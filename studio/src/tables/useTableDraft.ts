import { useCallback, useMemo, useRef, useState } from 'react';
import { fetchDesign, useTableChanges } from '@/api/design';
import { Problem } from '@/api/problem';
import type { DesignedTable } from '@/api/types';
import { begin, redo, step, undo, type History } from '@/designer/document/history';
import type { JsonObject } from '@/designer/document/types';
import { text } from '@/text';
import { claimDraft, type Found, type KeptDraft } from '@/ui/drafts/keptDrafts';
import { useKeptDraft } from '@/ui/drafts/useKeptDraft';
import type { Clash } from '@/ui/merge/mergeChanges';
import { same } from '@/ui/same';
import { done } from '@/ui/toast';
import { countChanges, definitionOf, draftOf, joinTables, renamesOf, type TableDraft } from './tableDraft';

interface Kept {
  /** What was stored when the work began, and the revision of that. */
  base: TableDraft;
  revision: number;
  history: History<TableDraft>;
}

interface Theirs {
  draft: TableDraft;
  revision: number;
}

export interface TableEditor {
  draft: TableDraft;
  base: TableDraft;
  /** That the draft began from. */
  revision: number;
  changes: number;
  saving: boolean;
  /** What somebody else changed meanwhile as well, to be decided; empty while there is nothing. */
  clashes: Clash[];
  /** What is sent: the table as it shall be, and what is only renamed. */
  tables: Record<string, JsonObject>;
  renames: string[];
  /** One step of undo; with `about` equal to that of the step before, both are one. */
  edit: (change: (draft: TableDraft) => TableDraft, about?: string) => void;
  undo: (() => void) | null;
  redo: (() => void) | null;
  discard: () => void;
  /** True when it is done, false when somebody else changed the table: what becomes of both is reviewed anew. Raises what else stands in the way. */
  apply: (allowLoss: boolean) => Promise<boolean>;
  /** Go on with both people's changes, with theirs in the clashes of these keys, as one step. */
  decide: (chosen: ReadonlySet<string>) => void;
  decideLater: () => void;
  /** Somebody removed the table. */
  isGone: boolean;
  /** Make it anew as it is designed; raises what stands in the way. */
  makeAnew: () => Promise<void>;
  /** See whether it is still there. */
  look: () => Promise<void>;
  /** What other tabs keep of this table, where it is something else. */
  beside: Found<KeptTable>[];
  /** Go on with what another tab keeps, as one step. */
  takeOver: (found: Found<KeptTable>) => void;
  /** Answers the way back. */
  throwAway: (found: Found<KeptTable>) => () => void;
}

type KeptTable = KeptDraft<TableDraft>;

const designed = (stored: DesignedTable): TableDraft => draftOf(stored.definition as JsonObject);
const NONE: Clash[] = [];
const joined = (was: Kept, from: Theirs, chosen?: ReadonlySet<string>) => joinTables(was.base, was.history.present, from.draft, chosen);
const stored = (draft: TableDraft) => definitionOf(draft);

/** What was being designed when the page was left, the session ended or the server went: the browser remembers it. */
function recall(kept: KeptTable | null, found: DesignedTable): Kept {
  const base = designed(found);
  const { revision } = found;
  if (kept === null) return { base, revision, history: begin(base) };
  if (same(stored(kept.base), stored(base))) return { base, revision, history: step(begin(base), kept.draft) };
  return { base: kept.base, revision: kept.revision, history: step(begin(kept.base), kept.draft) };
}

/** A table being designed: undo and redo, kept in the browser, applied on the revision it was read at. */
export function useTableDraft(workspace: string, found: DesignedTable): TableEditor {
  const { name } = found;
  const place = `toolwright.table.${workspace}.${name}/`;
  const [claimed] = useState(() => claimDraft(place));
  const [kept, setKept] = useState(() => recall(claimed.kept as KeptTable | null, found));
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  const [isGone, setGone] = useState(false);
  const change = useTableChanges(workspace);
  const latest = useRef(kept);
  const { base, revision, history } = kept;
  const draft = history.present;
  const changes = useMemo(() => countChanges(base, draft), [base, draft]);

  const keep = useCallback((next: (was: Kept) => Kept) => {
    latest.current = next(latest.current);
    setKept(latest.current);
  }, []);

  const unsaved = useMemo(() => (changes > 0 ? { base, revision, draft } : null), [changes, base, revision, draft]);
  const { beside, drop, putBack } = useKeptDraft<KeptTable>(place, claimed.tab, unsaved);
  const others = useMemo(() => beside.filter((other) => !same(stored(other.kept.draft), stored(draft))), [beside, draft]);

  const edit = useCallback((next: (draft: TableDraft) => TableDraft, about?: string) => keep((was) => ({ ...was, history: step(was.history, next(was.history.present), about ?? null) })), [keep]);

  /** Store what is designed; on no revision it is made anew, and nothing of it is called otherwise than before. */
  const attempt = async (revision: number | undefined, allowLoss: boolean) => {
    const wanted = latest.current.history.present;
    const rename = revision === undefined ? [] : renamesOf(name, wanted);
    await change.mutateAsync({ tables: { [name]: definitionOf(wanted) }, rename, message: text.tables.plan.message(name), allowLoss, ...(revision === undefined ? {} : { revision }) });
    const now = await fetchDesign(workspace, name);
    setGone(false);
    keep(() => ({ base: designed(now), revision: now.revision, history: begin(designed(now)) }));
    return true;
  };

  /** How it is stored now; null, which is noted, where somebody removed it. */
  const fetchNow = () =>
    fetchDesign(workspace, name).catch((error: unknown) => {
      if (!(error instanceof Problem && error.status === 404)) throw error;
      setGone(true);
      return null;
    });

  const apply = async (allowLoss: boolean): Promise<boolean> => {
    try {
      return await attempt(latest.current.revision, allowLoss);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'workspace.stale')) throw error;
    }
    // Something in the workspace changed. Only a change of this very table is a conflict.
    const now = await fetchNow();
    if (now === null) return false;
    if (same(stored(designed(now)), stored(latest.current.base))) return attempt(now.revision, allowLoss);
    const found = { draft: designed(now), revision: now.revision };
    if (joined(latest.current, found).clashes.length > 0) setTheirs(found);
    else {
      join(found);
      done(text.merge.joined);
    }
    return false;
  };

  const join = (from: Theirs, chosen?: ReadonlySet<string>) => {
    keep((was) => ({ base: from.draft, revision: from.revision, history: step(was.history, joined(was, from, chosen).merged) }));
    setTheirs(null);
  };
  const clashes = useMemo(() => (theirs === null ? NONE : joined(kept, theirs).clashes), [theirs, kept]);

  return {
    draft,
    base,
    revision,
    changes,
    saving: change.isPending,
    clashes,
    tables: { [name]: definitionOf(draft) },
    renames: renamesOf(name, draft),
    edit,
    undo: history.past.length === 0 ? null : () => keep((was) => ({ ...was, history: undo(was.history) })),
    redo: history.future.length === 0 ? null : () => keep((was) => ({ ...was, history: redo(was.history) })),
    discard: () => edit(() => base),
    apply,
    decide: (chosen) => theirs !== null && join(theirs, chosen),
    decideLater: () => setTheirs(null),
    isGone,
    makeAnew: async () => {
      await attempt(undefined, false);
    },
    look: async () => {
      await fetchNow();
    },
    beside: others,
    takeOver: ({ tab, kept: other }) => {
      keep((was) => ({ base: other.base, revision: other.revision, history: step(was.history, other.draft) }));
      drop(tab);
    },
    throwAway: (other) => {
      drop(other.tab);
      return () => putBack(other);
    },
  };
}

import { useCallback, useMemo, useRef, useState } from 'react';
import { fetchSubject, useStoreSubject } from '@/api/designer';
import { Problem } from '@/api/problem';
import type { Definition } from '@/api/types';
import { claimDraft, type Found } from '@/ui/drafts/keptDrafts';
import { useKeptDraft } from '@/ui/drafts/useKeptDraft';
import { text } from '@/text';
import { mergeChanges, type Clash } from '@/ui/merge/mergeChanges';
import { done } from '@/ui/toast';
import { same } from '@/ui/same';
import { begin, redo, step, undo, type History } from '../document/history';
import { tidyScreen } from '../document/tidy';
import type { JsonObject, ScreenDefinition } from '../document/types';
import type { Subject } from '../subject';
import { placeOf, type KeptScreen, type Written } from './keptScreen';

interface Kept {
  /** What was stored when the work began, and the revision of that. */
  base: ScreenDefinition;
  revision: number;
  history: History<ScreenDefinition>;
  written: Written | null;
}

export interface Theirs {
  definition: ScreenDefinition;
  revision: number;
}

export interface ScreenEditor {
  doc: ScreenDefinition;
  changed: boolean;
  saving: boolean;
  problem: unknown;
  /** What somebody else changed meanwhile as well, to be decided; empty while there is nothing. */
  clashes: Clash[];
  /** One step of undo; with `about` equal to that of the step before, both are one. */
  edit: (next: ScreenDefinition, about?: string) => void;
  undo: (() => void) | null;
  redo: (() => void) | null;
  discard: () => void;
  save: () => Promise<boolean>;
  /** Store both people's changes, with theirs in the clashes of these keys. */
  decide: (chosen: ReadonlySet<string>) => Promise<boolean>;
  decideLater: () => void;
  /** YAML that is not applied yet. */
  written: Written | null;
  setWritten: (next: Written | null) => void;
  /** What other tabs keep of this screen, where it is something else. */
  beside: Found<KeptScreen>[];
  /** Go on with what another tab keeps, as one step. */
  takeOver: (found: Found<KeptScreen>) => void;
  /** Answers the way back. */
  throwAway: (found: Found<KeptScreen>) => () => void;
}

const NONE: Clash[] = [];

export const definitionOf = (stored: Definition): ScreenDefinition => tidyScreen(stored.definition as JsonObject);

/** What was being written when the page was left, the session ended or the server went: the browser remembers it. */
function recall(draft: KeptScreen | null, stored: Definition): Kept {
  const base = definitionOf(stored);
  if (draft === null) return { base, revision: stored.revision, history: begin(base), written: null };
  const { written } = draft;
  if (same(draft.base, base)) return { base, revision: stored.revision, history: step(begin(base), same(draft.draft, base) ? base : draft.draft), written };
  return { base: draft.base, revision: draft.revision, history: step(begin(draft.base), draft.draft), written };
}

/** A screen or module being edited: undo and redo, kept in the browser as it is typed, stored on the revision it was read at. */
export function useScreenDraft(subject: Subject, stored: Definition): ScreenEditor {
  const place = placeOf(subject);
  const [claimed] = useState(() => claimDraft(place));
  const [kept, setKept] = useState(() => recall(claimed.kept as KeptScreen | null, stored));
  const [problem, setProblem] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  const storing = useStoreSubject(subject);
  const { base, revision, history, written } = kept;
  const doc = history.present;
  const changed = useMemo(() => !same(base, doc), [base, doc]);
  const latest = useRef(kept);
  const busy = useRef(false);

  const keep = useCallback((change: (was: Kept) => Kept) => {
    latest.current = change(latest.current);
    setKept(latest.current);
  }, []);

  const draft = useMemo(() => (changed || written !== null ? { base, revision, draft: doc, written } : null), [changed, base, revision, doc, written]);
  const { beside, drop, putBack } = useKeptDraft<KeptScreen>(place, claimed.tab, draft);
  const others = useMemo(() => beside.filter((found) => found.kept.written !== null || !same(found.kept.draft, doc)), [beside, doc]);

  const edit = useCallback((next: ScreenDefinition, about?: string) => {
    setProblem(null);
    keep((was) => ({ ...was, history: step(was.history, next, about ?? null) }));
  }, [keep]);

  const goBack = useCallback(() => keep((was) => ({ ...was, history: undo(was.history) })), [keep]);
  const goForth = useCallback(() => keep((was) => ({ ...was, history: redo(was.history) })), [keep]);
  const discard = useCallback(() => edit(base), [edit, base]);

  const attempt = async (revision: number): Promise<boolean> => {
    const wanted = latest.current.history.present;
    const saved = await storing.mutateAsync({ definition: wanted, revision });
    // What was typed while the answer was on its way is not lost: it is compared with what was stored.
    keep((was) => ({ ...was, base: wanted, revision: saved.revision }));
    return true;
  };

  /** Store what is written. What somebody else changed besides is kept; where both changed the same, nothing is stored yet. */
  const store = async (): Promise<boolean> => {
    setProblem(null);
    try {
      return await attempt(latest.current.revision);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'workspace.stale')) throw error;
    }
    const now = await fetchSubject(subject);
    const found = { definition: definitionOf(now), revision: now.revision };
    if (same(found.definition, latest.current.base)) return await attempt(now.revision);
    const { merged, clashes } = mergeChanges(latest.current.base, latest.current.history.present, found.definition);
    if (clashes.length > 0) {
      setTheirs(found);
      return false;
    }
    done(text.merge.joined);
    return await join(found, merged);
  };

  /** Go on from what somebody else stored, as one step, and store what became of it. */
  const join = async (from: Theirs, merged: ScreenDefinition): Promise<boolean> => {
    setTheirs(null);
    keep((was) => ({ ...was, base: from.definition, revision: from.revision, history: step(was.history, merged) }));
    return same(merged, from.definition) || (await store());
  };

  /** One at a time: a second answer to the same question would ask again. */
  const once = async (work: () => Promise<boolean>): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    try {
      return await work();
    } catch (error) {
      setProblem(error);
      return false;
    } finally {
      busy.current = false;
    }
  };

  const save = () => once(store);

  const decide = async (chosen: ReadonlySet<string>): Promise<boolean> => {
    if (theirs === null) return false;
    const { merged } = mergeChanges(latest.current.base, latest.current.history.present, theirs.definition, { chosen });
    return await once(() => join(theirs, merged));
  };
  const clashes = useMemo(() => (theirs === null ? NONE : mergeChanges(base, doc, theirs.definition).clashes), [theirs, base, doc]);

  const takeOver = ({ tab, kept: other }: Found<KeptScreen>) => {
    const both = written !== null && other.written !== null;
    keep((was) => ({ base: other.base, revision: other.revision, history: step(was.history, other.draft), written: was.written ?? other.written }));
    if (!both) drop(tab);
  };

  return {
    doc,
    changed,
    saving: storing.isPending,
    problem,
    clashes,
    edit,
    undo: history.past.length === 0 ? null : goBack,
    redo: history.future.length === 0 ? null : goForth,
    discard,
    save,
    decide,
    decideLater: () => setTheirs(null),
    written,
    setWritten: (next) => keep((was) => ({ ...was, written: next })),
    beside: others,
    takeOver,
    throwAway: (found) => {
      drop(found.tab);
      return () => putBack(found);
    },
  };
}

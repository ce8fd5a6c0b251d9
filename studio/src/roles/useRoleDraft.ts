import { useCallback, useState } from 'react';
import { Problem } from '@/api/problem';
import { freshRole, useRoleChanges } from '@/api/roles';
import type { Role } from '@/api/types';
import { mergeRoles } from './mergeRoles';
import { same } from '@/ui/same';
import { countChanges, draftOf, tidy, type RoleDraft } from './roleDraft';

export interface Conflict {
  theirs: RoleDraft;
  revision: number;
}

export interface RoleEditor {
  draft: RoleDraft;
  base: RoleDraft;
  /** That the draft began from. */
  revision: number;
  changes: number;
  saving: boolean;
  problem: unknown;
  /** What somebody else stored meanwhile, when it is of this very role. */
  conflict: Conflict | null;
  /** Somebody deleted the role. */
  isGone: boolean;
  /** Change the draft; one step of undo. */
  edit: (change: (draft: RoleDraft) => RoleDraft) => void;
  undo: (() => void) | null;
  redo: (() => void) | null;
  discard: () => void;
  /** Answers what was stored before, or null when nothing was stored. */
  save: () => Promise<RoleDraft | null>;
  /** Begin anew with what is stored now. */
  reset: (stored: Role) => void;
  /** Go on from what they stored: with both people's changes (with theirs in the clashes of these keys), or one's. */
  settle: (how: 'mine' | 'theirs' | ReadonlySet<string>) => void;
  decideLater: () => void;
  /** Store the role again after somebody deleted it. */
  saveAnew: () => Promise<RoleDraft | null>;
}

interface Kept {
  base: RoleDraft;
  revision: number;
  past: RoleDraft[];
  draft: RoleDraft;
  future: RoleDraft[];
}

const STEPS_KEPT = 100;
const keyFor = (workspace: string, name: string) => `toolwright.role.${workspace}.${name}`;

/** What was being written when the page was left or the session ended; the tab remembers it. */
function recall(key: string, role: Role): Kept {
  const base = draftOf(role);
  const fresh = { base, revision: role.revision, past: [], draft: base, future: [] };
  const kept = sessionStorage.getItem(key);
  if (kept === null) return fresh;
  const { base: was, revision, draft } = JSON.parse(kept) as Pick<Kept, 'base' | 'revision' | 'draft'>;
  return same(was, base) ? { ...fresh, draft, past: [base] } : { base: was, revision, past: [was], draft, future: [] };
}

/** A role being edited: undo and redo, saving on the revision it was read at, and settling with others' changes. */
export function useRoleDraft(workspace: string, role: Role): RoleEditor {
  const key = keyFor(workspace, role.name);
  const [kept, setKept] = useState(() => recall(key, role));
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [isGone, setGone] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const { save } = useRoleChanges(workspace);
  const changes = countChanges(kept.base, kept.draft);

  const store = useCallback(
    (next: Kept) => {
      setKept(next);
      if (same(next.base, next.draft)) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify({ base: next.base, revision: next.revision, draft: next.draft }));
    },
    [key],
  );

  const edit = (change: (draft: RoleDraft) => RoleDraft) => {
    const draft = change(kept.draft);
    if (same(draft, kept.draft)) return;
    setProblem(null);
    store({ ...kept, past: [...kept.past, kept.draft].slice(-STEPS_KEPT), draft, future: [] });
  };

  const step = (from: RoleDraft[], forward: boolean) => {
    const draft = from.at(-1);
    if (draft === undefined) return null;
    return () =>
      store(forward ? { ...kept, past: [...kept.past, kept.draft], draft, future: kept.future.slice(0, -1) } : { ...kept, past: kept.past.slice(0, -1), draft, future: [...kept.future, kept.draft] });
  };

  const attempt = async (revision: number | null): Promise<RoleDraft | null> => {
    const facts = { ...kept.draft, title: kept.draft.title.trim(), grants: kept.draft.grants.map(tidy) };
    await save.mutateAsync({ name: role.name, facts, ...(revision === null ? {} : { revision }) });
    setGone(false);
    const stored = await freshRole(workspace, role.name);
    store({ base: facts, revision: stored?.revision ?? kept.revision, past: [], draft: facts, future: [] });
    return kept.base;
  };

  const submit = async (): Promise<RoleDraft | null> => {
    setProblem(null);
    try {
      return await attempt(kept.revision);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'workspace.stale')) {
        setProblem(error);
        return null;
      }
    }
    // Something in the workspace changed. Only a change of this very role is a conflict.
    try {
      const theirs = await freshRole(workspace, role.name);
      if (theirs === undefined) {
        setGone(true);
        return null;
      }
      const now = draftOf(theirs);
      if (same(now, kept.base)) return await attempt(theirs.revision);
      setConflict({ theirs: now, revision: theirs.revision });
    } catch (error) {
      setProblem(error);
    }
    return null;
  };

  const saveAnew = async (): Promise<RoleDraft | null> => {
    setProblem(null);
    try {
      return await attempt(null);
    } catch (error) {
      setProblem(error);
      return null;
    }
  };

  const settle = (how: 'mine' | 'theirs' | ReadonlySet<string>) => {
    if (conflict === null) return;
    const { theirs, revision } = conflict;
    const draft = how === 'theirs' ? theirs : how === 'mine' ? kept.draft : mergeRoles(kept.base, kept.draft, theirs, how).merged;
    store({ base: theirs, revision, past: [...kept.past, kept.draft], draft, future: [] });
    setConflict(null);
  };

  return {
    draft: kept.draft,
    base: kept.base,
    revision: kept.revision,
    changes,
    saving: save.isPending,
    problem,
    conflict,
    edit,
    undo: step(kept.past, false),
    redo: step(kept.future, true),
    discard: () => store({ ...kept, past: [...kept.past, kept.draft], draft: kept.base, future: [] }),
    save: submit,
    reset: (stored) => store({ base: draftOf(stored), revision: stored.revision, past: [], draft: draftOf(stored), future: [] }),
    settle,
    decideLater: () => setConflict(null),
    isGone,
    saveAnew,
  };
}

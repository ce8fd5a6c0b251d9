import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { fetchScreen, useAppChanges } from '@/api/designer';
import { Problem } from '@/api/problem';
import type { Definition } from '@/api/types';
import { same } from '@/ui/same';
import { begin, redo, step, undo, type History } from '../document/history';
import { tidyScreen } from '../document/tidy';
import type { JsonObject, ScreenDefinition } from '../document/types';

interface Kept {
  /** What was stored when the work began, and the revision of that. */
  base: ScreenDefinition;
  revision: number;
  history: History<ScreenDefinition>;
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
  /** What somebody else stored meanwhile, when it is of this very screen. */
  theirs: Theirs | null;
  /** One step of undo; with `about` equal to that of the step before, both are one. */
  edit: (next: ScreenDefinition, about?: string) => void;
  undo: (() => void) | null;
  redo: (() => void) | null;
  discard: () => void;
  save: () => Promise<boolean>;
  keepMine: () => Promise<boolean>;
  takeTheirs: () => void;
  decideLater: () => void;
}

export const definitionOf = (stored: Definition): ScreenDefinition => tidyScreen(stored.definition as JsonObject);

/** What was being written when the page was left, the session ended or the server went: the browser remembers it. */
function recall(key: string, stored: Definition): Kept {
  const base = definitionOf(stored);
  const fresh = { base, revision: stored.revision, history: begin(base) };
  const kept = localStorage.getItem(key);
  if (kept === null) return fresh;
  try {
    const { base: was, revision, draft } = JSON.parse(kept) as { base: ScreenDefinition; revision: number; draft: ScreenDefinition };
    return same(was, base) ? { ...fresh, history: step(begin(base), draft) } : { base: was, revision, history: step(begin(was), draft) };
  } catch {
    return fresh;
  }
}

/** A screen being edited: undo and redo, kept in the browser as it is typed, stored on the revision it was read at. */
export function useScreenDraft(workspace: string, app: string, screen: string, stored: Definition): ScreenEditor {
  const key = `toolwright.screen.${workspace}.${app}.${screen}`;
  const [kept, setKept] = useState(() => recall(key, stored));
  const [problem, setProblem] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  const { saveScreen } = useAppChanges(workspace, app);
  const { base, history } = kept;
  const doc = history.present;
  const changed = useMemo(() => !same(base, doc), [base, doc]);
  const latest = useRef(kept);

  const keep = useCallback((change: (was: Kept) => Kept) => {
    latest.current = change(latest.current);
    setKept(latest.current);
  }, []);

  useEffect(() => {
    if (changed) localStorage.setItem(key, JSON.stringify({ base: kept.base, revision: kept.revision, draft: kept.history.present }));
    else localStorage.removeItem(key);
  }, [key, kept, changed]);

  const edit = useCallback((next: ScreenDefinition, about?: string) => {
    setProblem(null);
    keep((was) => ({ ...was, history: step(was.history, next, about ?? null) }));
  }, [keep]);

  const attempt = async (revision: number): Promise<boolean> => {
    const wanted = latest.current.history.present;
    const saved = await saveScreen.mutateAsync({ screen, definition: wanted, revision });
    // What was typed while the answer was on its way is not lost: it is compared with what was stored.
    keep((was) => ({ ...was, base: wanted, revision: saved.revision }));
    return true;
  };

  const save = async (): Promise<boolean> => {
    setProblem(null);
    try {
      return await attempt(latest.current.revision);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'workspace.stale')) {
        setProblem(error);
        return false;
      }
    }
    // Something in the workspace changed. Only a change of this very screen is a conflict.
    try {
      const now = await fetchScreen(workspace, app, screen);
      if (same(definitionOf(now), latest.current.base)) return await attempt(now.revision);
      setTheirs({ definition: definitionOf(now), revision: now.revision });
    } catch (error) {
      setProblem(error);
    }
    return false;
  };

  const keepMine = async (): Promise<boolean> => {
    if (theirs === null) return false;
    setTheirs(null);
    try {
      return await attempt(theirs.revision);
    } catch (error) {
      setProblem(error);
      return false;
    }
  };

  const takeTheirs = () => {
    if (theirs === null) return;
    keep((was) => ({ base: theirs.definition, revision: theirs.revision, history: step(was.history, theirs.definition) }));
    setTheirs(null);
  };

  return {
    doc,
    changed,
    saving: saveScreen.isPending,
    problem,
    theirs,
    edit,
    undo: history.past.length === 0 ? null : () => keep((was) => ({ ...was, history: undo(was.history) })),
    redo: history.future.length === 0 ? null : () => keep((was) => ({ ...was, history: redo(was.history) })),
    discard: () => edit(base),
    save,
    keepMine,
    takeTheirs,
    decideLater: () => setTheirs(null),
  };
}

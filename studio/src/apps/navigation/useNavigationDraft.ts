import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { fetchApp, useAppChanges } from '@/api/designer';
import { Problem } from '@/api/problem';
import type { Definition } from '@/api/types';
import { begin, redo, step, undo, type History } from '@/designer/document/history';
import type { JsonObject, ScreenDefinition } from '@/designer/document/types';
import { same } from '@/ui/same';
import { countChanges, docOf, navigationOf } from './navigationDoc';

interface Kept {
  /** What was stored when the work began: the whole app, as the rest of it is stored again with it. */
  app: JsonObject;
  revision: number;
  history: History<ScreenDefinition>;
}

export interface NavigationEditor {
  doc: ScreenDefinition;
  edit: (next: ScreenDefinition, about?: string) => void;
  changes: number;
  saving: boolean;
  problem: unknown;
  undo: (() => void) | null;
  redo: (() => void) | null;
  discard: () => void;
  save: () => Promise<boolean>;
  /** The app as somebody else stored it meanwhile, with another navigation. */
  theirs: Definition | null;
  keepMine: () => Promise<boolean>;
  takeTheirs: () => void;
  decideLater: () => void;
}

const appOf = (stored: Definition) => stored.definition as JsonObject;
const sameNavigation = (one: JsonObject, other: JsonObject) => same(navigationOf(docOf(one)), navigationOf(docOf(other)));

/** What was being written in this tab when the page was left or the session ended. */
function recall(key: string, stored: Definition): Kept {
  const app = appOf(stored);
  const fresh = { app, revision: stored.revision, history: begin(docOf(app)) };
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as { app: JsonObject; revision: number; draft: ScreenDefinition } | null;
    if (kept === null) return fresh;
    const base = sameNavigation(kept.app, app) ? fresh : { app: kept.app, revision: kept.revision, history: begin(docOf(kept.app)) };
    return { ...base, history: step(base.history, kept.draft) };
  } catch {
    return fresh;
  }
}

/** The navigation of an app being edited: undo and redo, kept by the tab, stored on the revision it was read at. */
export function useNavigationDraft(workspace: string, app: string, stored: Definition): NavigationEditor {
  const key = `toolwright.navigation.${workspace}.${app}`;
  const [kept, setKept] = useState(() => recall(key, stored));
  const [problem, setProblem] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<Definition | null>(null);
  const { save: store } = useAppChanges(workspace, app);
  const latest = useRef(kept);
  const { history } = kept;
  const doc = history.present;
  const changes = useMemo(() => countChanges(docOf(kept.app), doc), [doc, kept.app]);

  const keep = useCallback((change: (was: Kept) => Kept) => {
    latest.current = change(latest.current);
    setKept(latest.current);
  }, []);

  useEffect(() => {
    if (changes > 0) sessionStorage.setItem(key, JSON.stringify({ app: kept.app, revision: kept.revision, draft: kept.history.present }));
    else sessionStorage.removeItem(key);
  }, [key, kept, changes]);

  const edit = useCallback(
    (next: ScreenDefinition, about?: string) => {
      setProblem(null);
      keep((was) => ({ ...was, history: step(was.history, next, about ?? null) }));
    },
    [keep],
  );

  const attempt = async (around: JsonObject, revision: number): Promise<boolean> => {
    const definition = { ...around, navigation: navigationOf(latest.current.history.present) };
    const saved = await store.mutateAsync({ definition, revision });
    keep((was) => ({ ...was, app: definition, revision: saved.revision }));
    return true;
  };

  /** Store over `known`. Where the navigation is still that, what else changed in the app and around it is no conflict. */
  const save = async (known: JsonObject, revision: number): Promise<boolean> => {
    setProblem(null);
    try {
      return await attempt(known, revision).catch(async (error: unknown) => {
        if (!(error instanceof Problem && error.code === 'workspace.stale')) throw error;
        const now = await fetchApp(workspace, app);
        if (sameNavigation(appOf(now), known)) return await attempt(appOf(now), now.revision);
        setTheirs(now);
        return false;
      });
    } catch (error) {
      setProblem(error);
      return false;
    }
  };

  return {
    doc,
    edit,
    changes,
    saving: store.isPending,
    problem,
    undo: history.past.length === 0 ? null : () => keep((was) => ({ ...was, history: undo(was.history) })),
    redo: history.future.length === 0 ? null : () => keep((was) => ({ ...was, history: redo(was.history) })),
    discard: () => edit(docOf(kept.app)),
    save: () => save(latest.current.app, latest.current.revision),
    theirs,
    keepMine: () => {
      setTheirs(null);
      return theirs === null ? Promise.resolve(false) : save(appOf(theirs), theirs.revision);
    },
    takeTheirs: () => {
      if (theirs !== null) keep((was) => ({ app: appOf(theirs), revision: theirs.revision, history: step(was.history, docOf(appOf(theirs))) }));
      setTheirs(null);
    },
    decideLater: () => setTheirs(null),
  };
}

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { fetchApp, useAppChanges } from '@/api/designer';
import { Problem } from '@/api/problem';
import type { Definition } from '@/api/types';
import { begin, redo, step, undo, type History } from '@/designer/document/history';
import type { JsonObject } from '@/designer/document/types';
import { text } from '@/text';
import { mergeChanges, type Clash } from '@/ui/merge/mergeChanges';
import { same } from '@/ui/same';
import { done } from '@/ui/toast';

/** A part of the definition of an app that has a page of its own. */
export interface AppPart<Doc> {
  name: string;
  docOf: (app: JsonObject) => Doc;
  /** The setting of the app that a document stands for; every part has the one of its own name. */
  settingOf: (doc: Doc) => JsonObject | JsonObject[];
  countChanges: (before: Doc, after: Doc) => number;
}

interface Kept<Doc> {
  /** What was stored when the work began: the whole app, as the rest of it is stored again with it. */
  app: JsonObject;
  revision: number;
  history: History<Doc>;
}

export interface AppDraft<Doc> {
  doc: Doc;
  /** That the document began from. */
  revision: number;
  edit: (next: Doc, about?: string) => void;
  changes: number;
  saving: boolean;
  problem: unknown;
  undo: (() => void) | null;
  redo: (() => void) | null;
  discard: () => void;
  save: () => Promise<boolean>;
  /** What somebody else changed meanwhile as well, to be decided; empty while there is nothing. */
  clashes: Clash[];
  /** Store both people's changes, with theirs in the clashes of these keys. */
  decide: (chosen: ReadonlySet<string>) => Promise<boolean>;
  decideLater: () => void;
}

const appOf = (stored: Definition) => stored.definition as JsonObject;

const isSame = <Doc>(part: AppPart<Doc>, one: JsonObject, other: JsonObject) => same(part.settingOf(part.docOf(one)), part.settingOf(part.docOf(other)));

/** What was being written in this tab when the page was left or the session ended. */
function recall<Doc>(part: AppPart<Doc>, key: string, stored: Definition): Kept<Doc> {
  const app = appOf(stored);
  const fresh = { app, revision: stored.revision, history: begin(part.docOf(app)) };
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as { app: JsonObject; revision: number; draft: Doc } | null;
    if (kept === null) return fresh;
    const base = isSame(part, kept.app, app) ? fresh : { app: kept.app, revision: kept.revision, history: begin(part.docOf(kept.app)) };
    return { ...base, history: step(base.history, kept.draft) };
  } catch {
    return fresh;
  }
}

/** A part of an app being edited: undo and redo, kept by the tab, stored on the revision it was read at. */
export function useAppDraft<Doc>(part: AppPart<Doc>, workspace: string, app: string, stored: Definition): AppDraft<Doc> {
  const key = `toolwright.${part.name}.${workspace}.${app}`;
  const [kept, setKept] = useState(() => recall(part, key, stored));
  const [problem, setProblem] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<Definition | null>(null);
  const { save: store } = useAppChanges(workspace, app);
  const latest = useRef(kept);
  const { history } = kept;
  const doc = history.present;
  const changes = useMemo(() => part.countChanges(part.docOf(kept.app), doc), [part, doc, kept.app]);

  const keep = useCallback((change: (was: Kept<Doc>) => Kept<Doc>) => {
    latest.current = change(latest.current);
    setKept(latest.current);
  }, []);

  useEffect(() => {
    if (changes > 0) sessionStorage.setItem(key, JSON.stringify({ app: kept.app, revision: kept.revision, draft: kept.history.present }));
    else sessionStorage.removeItem(key);
  }, [key, kept, changes]);

  const edit = useCallback(
    (next: Doc, about?: string) => {
      setProblem(null);
      keep((was) => ({ ...was, history: step(was.history, next, about ?? null) }));
    },
    [keep],
  );

  const attempt = async (around: JsonObject, revision: number): Promise<boolean> => {
    const definition = { ...around, [part.name]: part.settingOf(latest.current.history.present) };
    const saved = await store.mutateAsync({ definition, revision });
    keep((was) => ({ ...was, app: definition, revision: saved.revision }));
    return true;
  };

  /** Store over `known`. Where the part is still that, what else changed in the app and around it is no conflict. */
  const save = async (known: JsonObject, revision: number): Promise<boolean> => {
    setProblem(null);
    try {
      return await attempt(known, revision).catch(async (error: unknown) => {
        if (!(error instanceof Problem && error.code === 'workspace.stale')) throw error;
        const now = await fetchApp(workspace, app);
        if (isSame(part, appOf(now), known)) return await attempt(appOf(now), now.revision);
        const { merged, clashes } = joined(now);
        if (clashes.length > 0) {
          setTheirs(now);
          return false;
        }
        done(text.merge.joined);
        return await join(now, merged);
      });
    } catch (error) {
      setProblem(error);
      return false;
    }
  };

  /** Both people's changes of this part. */
  const joined = (now: Definition, chosen: ReadonlySet<string> = new Set()) => {
    const { app: base, history } = latest.current;
    return mergeChanges(part.settingOf(part.docOf(base)), part.settingOf(history.present), part.settingOf(part.docOf(appOf(now))), { chosen });
  };

  /** Go on from what somebody else stored, as one step, and store what became of it. */
  const join = async (now: Definition, merged: JsonObject | JsonObject[]): Promise<boolean> => {
    setTheirs(null);
    const around = appOf(now);
    keep((was) => ({ app: around, revision: now.revision, history: step(was.history, part.docOf({ ...around, [part.name]: merged })) }));
    return await save(around, now.revision);
  };

  const clashes = useMemo(
    () => (theirs === null ? [] : mergeChanges(part.settingOf(part.docOf(kept.app)), part.settingOf(doc), part.settingOf(part.docOf(appOf(theirs)))).clashes),
    [part, theirs, kept.app, doc],
  );

  return {
    doc,
    revision: kept.revision,
    edit,
    changes,
    saving: store.isPending,
    problem,
    undo: history.past.length === 0 ? null : () => keep((was) => ({ ...was, history: undo(was.history) })),
    redo: history.future.length === 0 ? null : () => keep((was) => ({ ...was, history: redo(was.history) })),
    discard: () => edit(part.docOf(kept.app)),
    save: () => save(latest.current.app, latest.current.revision),
    clashes,
    decide: (chosen) => (theirs === null ? Promise.resolve(false) : join(theirs, joined(theirs, chosen).merged)),
    decideLater: () => setTheirs(null),
  };
}

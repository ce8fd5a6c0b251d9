import { useEffect, useMemo, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { fetchFiles, storeFiles, type Files } from '@/api/files';
import { Problem, type FieldProblem } from '@/api/problem';
import { workspaceKey } from '@/api/workspaces';
import { text } from '@/text';
import { claimDraft, type Found, type KeptDraft } from '@/ui/drafts/keptDrafts';
import { useKeptDraft } from '@/ui/drafts/useKeptDraft';
import { done } from '@/ui/toast';

const GATHER_MS = 400;
const words = text.yaml;
const NO_ERRORS: FieldProblem[] = [];
type KeptText = KeptDraft<string>;

/** What the server said of a text; nothing when all is well. */
interface Said {
  text: string;
  problem: unknown;
}

export interface FileText {
  text: string;
  /** That it was read at. */
  revision: number;
  isChanged: boolean;
  saving: boolean;
  /** What is wrong with the text, or with what it does to other definitions. */
  errors: FieldProblem[];
  /** Why it cannot be stored, where that is none of these. */
  problem: unknown;
  /** Rows or values would be lost. */
  loses: boolean;
  /** Somebody else stored another text meanwhile. */
  theirs: Files | null;
  write: (next: string) => void;
  discard: () => void;
  save: (allowLoss: boolean) => void;
  keepMine: () => void;
  takeTheirs: () => void;
  beside: Found<KeptText>[];
  takeOver: (found: Found<KeptText>) => void;
  throwAway: (found: Found<KeptText>) => () => void;
}

/** The text of one definition being written: kept in the browser, checked as it is typed, stored whole with its comments. */
export function useFileText(workspace: string, path: string, found: Files): FileText {
  const place = `toolwright.yaml.${workspace}.${path}/`;
  const [claimed] = useState(() => claimDraft(place));
  const [base, setBase] = useState(found);
  const [draft, setDraft] = useState(() => (claimed.kept as KeptText | null)?.draft ?? null);
  // What the text was written on may have been stored over since: whoever goes on with it is asked when storing.
  const [from, setFrom] = useState(() => (claimed.kept as KeptText | null)?.base ?? found.files[path] ?? '');
  const [checked, setChecked] = useState<Said | null>(null);
  // What storing was refused for stands until the text is another one, whatever a check says of it meanwhile.
  const [refused, setRefused] = useState<Said | null>(null);
  const [theirs, setTheirs] = useState<Files | null>(null);
  const [saving, setSaving] = useState(false);
  const busy = useRef(false);
  const known = useQueryClient();
  const now = draft ?? base.files[path] ?? '';

  const unsaved = useMemo(() => (draft === null ? null : { base: from, revision: base.revision, draft }), [draft, from, base.revision]);
  const { beside, drop, putBack } = useKeptDraft<KeptText>(place, claimed.tab, unsaved);
  const others = useMemo(() => beside.filter((other) => other.kept.draft !== now), [beside, now]);

  useEffect(() => {
    if (draft === null) return undefined;
    const gone = new AbortController();
    const check = () =>
      storeFiles(workspace, { files: { ...base.files, [path]: draft }, message: words.message(path), expect_revision: null, allow_loss: true, dry_run: true }, gone.signal).then(
        () => setChecked({ text: draft, problem: null }),
        (problem: unknown) => {
          if (!gone.signal.aborted) setChecked({ text: draft, problem });
        },
      );
    const timer = window.setTimeout(() => void check(), GATHER_MS);
    return () => {
      window.clearTimeout(timer);
      gone.abort();
    };
  }, [workspace, path, draft, base]);

  const begin = (files: Files) => {
    setBase(files);
    setFrom(files.files[path] ?? '');
    setDraft(null);
    setChecked(null);
    setRefused(null);
    setTheirs(null);
  };

  const store = async (on: Files, allowLoss: boolean) => {
    await storeFiles(workspace, { files: { ...on.files, [path]: now }, message: words.message(path), expect_revision: on.revision, allow_loss: allowLoss });
    begin(await fetchFiles(workspace));
    await known.invalidateQueries({ queryKey: workspaceKey(workspace) });
    done(words.saved(path));
  };

  /** Something in the workspace changed; only another text of this very definition is a conflict. */
  const catchUp = async (allowLoss: boolean) => {
    const fresh = await fetchFiles(workspace);
    if (fresh.files[path] !== from) setTheirs(fresh);
    else {
      setBase(fresh);
      await store(fresh, allowLoss);
    }
  };

  const attend = async (work: () => Promise<void>, allowLoss = false) => {
    if (busy.current) return;
    busy.current = true;
    setSaving(true);
    try {
      if (from === base.files[path]) await work();
      else await catchUp(allowLoss);
    } catch (problem) {
      if (problem instanceof Problem && problem.code === 'workspace.stale') await catchUp(allowLoss).catch((other: unknown) => setRefused({ text: now, problem: other }));
      else setRefused({ text: now, problem });
    } finally {
      busy.current = false;
      setSaving(false);
    }
  };

  const said = draft === null ? null : ([refused, checked].find((one) => one?.text === draft)?.problem ?? null);
  const errors = said instanceof Problem && said.status === 422 ? said.errors : NO_ERRORS;
  return {
    text: now,
    revision: base.revision,
    isChanged: draft !== null,
    saving,
    errors,
    problem: errors.length === 0 ? said : null,
    loses: said instanceof Problem && said.code === 'schema.loses_data',
    theirs,
    write: (next) => setDraft(next === base.files[path] ? null : next),
    discard: () => {
      const was = draft;
      setDraft(null);
      done(words.discarded, { undo: () => setDraft(was) });
    },
    save: (allowLoss) => void attend(() => store(base, allowLoss), allowLoss),
    keepMine: () => {
      if (theirs === null) return;
      setBase(theirs);
      setFrom(theirs.files[path] ?? '');
      setTheirs(null);
    },
    takeTheirs: () => {
      if (theirs === null) return;
      const was = draft;
      begin(theirs);
      done(words.taken, { undo: () => setDraft(was) });
    },
    beside: others,
    takeOver: ({ tab, kept }) => {
      setFrom(kept.base);
      setDraft(kept.draft);
      drop(tab);
    },
    throwAway: (other) => {
      drop(other.tab);
      return () => putBack(other);
    },
  };
}

import { useMemo, useRef, useState } from 'react';
import { fetchQuery, planQuery, runQuery, tryQuery, useQueryChanges, type Given, type QueryDefinition, type QuerySample, type StoredQuery } from '@/api/queries';
import { Problem } from '@/api/problem';
import type { QueryResult } from '@/api/types';
import { text } from '@/text';
import { done } from '@/ui/toast';
import { same } from '@/ui/same';
import { computedOf, learned } from './learned';
import { asked, joinQueries } from './joinQueries';
import { useKeptQuery } from './useKeptQuery';

const words = text.queries;

/** A sample without values of parameters that are gone. */
const withKnown = ({ name, values }: QuerySample, { parameters }: QueryDefinition): QuerySample => ({ name, values: Object.fromEntries(Object.entries(values).filter(([key]) => parameters.some((one) => one.name === key))) });

/** A query being written: what it is, what it is run with, what came of it, saving, and what others did meanwhile. */
export function useQueryEditor(workspace: string, stored: StoredQuery) {
  const kept = useKeptQuery(workspace, stored);
  const { base, draft } = kept;
  const [given, setGiven] = useState<Given>({});
  const [result, setResult] = useState<QueryResult | null>(null);
  const [plan, setPlan] = useState<string[] | null>(null);
  const [known, setKnown] = useState(() => asked(base.definition));
  const [busy, setBusy] = useState<'run' | 'plan' | 'format' | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<StoredQuery | 'gone' | null>(null);
  const { save } = useQueryChanges(workspace);
  const saving = useRef(false);
  const changed = !same(draft, base.definition);

  const attempt = async (what: 'run' | 'plan' | 'format', work: () => Promise<void>) => {
    setBusy(what);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(null);
    }
  };

  const run = (anew: boolean) =>
    attempt('run', async () => {
      setPlan(null);
      if (draft.writes) {
        setResult(await runQuery(workspace, base.name, given));
        return;
      }
      const found = await tryQuery(workspace, draft, given, anew);
      setResult(found);
      kept.complete((was) => ({ ...was, columns: learned(found, was.columns) }));
      setKnown(asked(draft));
    });

  const explain = () =>
    attempt('plan', async () => {
      const found = await planQuery(workspace, draft, given);
      setResult(null);
      setPlan(found.lines);
    });

  /** Laid out by a formatter that is fetched when first used. */
  const format = (language: string) =>
    attempt('format', async () => {
      const { formatSql } = await import('./formatSql');
      const tidy = formatSql(draft.sql, language);
      if (tidy === null) done(words.editor.formatFailed);
      else kept.edit((was) => (was.sql === draft.sql ? { ...was, sql: tidy } : was));
    });

  /** Columns of another text would be wrong. Where they cannot be learned now, the server does without what it is asked with. */
  const columnsOf = (wanted: QueryDefinition) =>
    tryQuery(workspace, wanted, given, true).then(
      (found) => learned(found, wanted.columns),
      () => computedOf(wanted.columns),
    );

  /** Store `wanted`; what is typed until the answer is there is not lost. */
  const store = async (wanted: QueryDefinition, revision: number | null) => {
    const columns = known === asked(wanted) || wanted.writes ? wanted.columns : await columnsOf(wanted);
    const definition = { ...wanted, columns, samples: wanted.samples.map((one) => withKnown(one, wanted)) };
    const now = await save.mutateAsync({ name: base.name, definition, ...(revision === null ? {} : { revision }) });
    kept.stored(wanted, now);
    setKnown(asked(now.definition));
    done(words.editor.saved(now.definition.title ?? now.name));
  };

  /** Something in the workspace changed. What somebody else changed in this very query is joined with what is written here. */
  const catchUp = async () => {
    const now = await fetchQuery(workspace, base.name).catch((error: unknown) => {
      if (error instanceof Problem && error.status === 404) return 'gone' as const;
      throw error;
    });
    if (now === 'gone') setTheirs(now);
    else if (same(now.definition, base.definition)) await store(draft, now.revision);
    else if (joinQueries(base.definition, draft, now.definition).clashes.length > 0) setTheirs(now);
    else await join(now);
  };

  const join = async (now: StoredQuery, chosen: ReadonlySet<string> = new Set()) => {
    const { merged } = joinQueries(base.definition, draft, now.definition, chosen);
    kept.rebase(now, merged);
    setTheirs(null);
    if (same(merged, now.definition)) return;
    await store(merged, now.revision);
    if (chosen.size === 0) done(text.merge.joined);
  };

  /** One at a time. */
  const attend = async (work: () => Promise<void>) => {
    if (saving.current) return;
    saving.current = true;
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (error instanceof Problem && error.code === 'workspace.stale') await catchUp().catch(setProblem);
      else setProblem(error);
    } finally {
      saving.current = false;
    }
  };

  const clashes = useMemo(() => (theirs === null || theirs === 'gone' ? [] : joinQueries(base.definition, draft, theirs.definition).clashes), [theirs, base, draft]);

  return {
    name: base.name,
    /** That what is written began from. */
    revision: base.revision,
    draft,
    given,
    result,
    plan,
    busy,
    problem,
    changed,
    undo: kept.undo,
    redo: kept.redo,
    beside: kept.beside,
    takeOver: kept.takeOver,
    throwAway: kept.throwAway,
    saving: save.isPending,
    run: () => void run(false),
    runAnew: () => void run(true),
    explain: () => void explain(),
    format: (language: string) => void format(language),
    save: () => void attend(() => store(draft, base.revision)),
    discard: () => kept.edit(() => base.definition),
    set: (update: Partial<QueryDefinition>) => kept.edit((was) => ({ ...was, ...update }), Object.keys(update).join()),
    giveAll: setGiven,
    give: (name: string, value: string) => setGiven((was) => ({ ...was, [name]: value })),
    /** What somebody else changed as well, to be decided; empty while there is nothing. */
    clashes,
    decide: (chosen: ReadonlySet<string>) => theirs !== null && theirs !== 'gone' && void attend(() => join(theirs, chosen)),
    decideLater: () => setTheirs(null),
    /** Somebody deleted it. */
    isGone: theirs === 'gone',
    saveAnew: () => {
      setTheirs(null);
      void attend(() => store(draft, null));
    },
    letGo: kept.forget,
  };
}

export type QueryEditor = ReturnType<typeof useQueryEditor>;

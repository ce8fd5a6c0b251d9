import { useState } from 'react';
import { fetchQuery, planQuery, runQuery, tryQuery, useQueryChanges, type Given, type QueryDefinition, type QuerySample, type StoredQuery } from '@/api/queries';
import { Problem } from '@/api/problem';
import type { QueryResult } from '@/api/types';
import { text } from '@/text';
import { done } from '@/ui/toast';
import { same } from '@/ui/same';
import { computedOf, learned } from './learned';

const words = text.queries;

/** What decides which columns a result has. */
const asked = ({ sql, source, parameters }: QueryDefinition) => JSON.stringify([sql, source, parameters]);

/** A sample without values of parameters that are gone. */
const withKnown = ({ name, values }: QuerySample, { parameters }: QueryDefinition): QuerySample => ({ name, values: Object.fromEntries(Object.entries(values).filter(([key]) => parameters.some((one) => one.name === key))) });

/** A query being written: what it is, what it is run with, what came of it, saving and conflicts. */
export function useQueryEditor(workspace: string, stored: StoredQuery) {
  const [base, setBase] = useState(stored);
  const [draft, setDraft] = useState(stored.definition);
  const [given, setGiven] = useState<Given>({});
  const [result, setResult] = useState<QueryResult | null>(null);
  const [plan, setPlan] = useState<string[] | null>(null);
  const [known, setKnown] = useState(() => asked(stored.definition));
  const [busy, setBusy] = useState<'run' | 'plan' | 'format' | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<StoredQuery | null>(null);
  const { save } = useQueryChanges(workspace);
  const changed = !same(draft, base.definition);

  const begin = (from: StoredQuery) => {
    setBase(from);
    setDraft(from.definition);
    setKnown(asked(from.definition));
    setTheirs(null);
    setProblem(null);
  };

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
      setDraft((was) => ({ ...was, columns: learned(found, was.columns) }));
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
      else setDraft((was) => (was.sql === draft.sql ? { ...was, sql: tidy } : was));
    });

  /** Columns of another text would be wrong. Where they cannot be learned now, the server does without what it is asked with. */
  const columnsNow = () =>
    tryQuery(workspace, draft, given, true).then(
      (found) => learned(found, draft.columns),
      () => computedOf(draft.columns),
    );

  const store = async (on: StoredQuery) => {
    const columns = known === asked(draft) || draft.writes ? draft.columns : await columnsNow();
    const now = await save.mutateAsync({ name: base.name, definition: { ...draft, columns, samples: draft.samples.map((one) => withKnown(one, draft)) }, revision: on.revision });
    begin(now);
    done(words.editor.saved(now.definition.title ?? now.name));
  };

  /** Something in the workspace changed; only a change of this very query is a conflict. */
  const catchUp = async () => {
    const now = await fetchQuery(workspace, base.name);
    if (same(now.definition, base.definition)) await store(now);
    else setTheirs(now);
  };

  const saveNow = async () => {
    setProblem(null);
    try {
      await store(base);
    } catch (error) {
      if (error instanceof Problem && error.code === 'workspace.stale') await catchUp().catch(setProblem);
      else setProblem(error);
    }
  };

  return {
    name: base.name,
    draft,
    given,
    result,
    plan,
    busy,
    problem,
    theirs,
    changed,
    saving: save.isPending,
    run: () => void run(false),
    runAnew: () => void run(true),
    explain: () => void explain(),
    format: (language: string) => void format(language),
    save: () => void saveNow(),
    discard: () => begin(base),
    set: (update: Partial<QueryDefinition>) => setDraft((was) => ({ ...was, ...update })),
    giveAll: setGiven,
    give: (name: string, value: string) => setGiven((was) => ({ ...was, [name]: value })),
    keepMine: () => {
      if (theirs === null) return;
      setTheirs(null);
      store(theirs).catch(setProblem);
    },
    takeTheirs: () => theirs !== null && begin(theirs),
  };
}

export type QueryEditor = ReturnType<typeof useQueryEditor>;

import { useState } from 'react';
import { Problem } from '@/api/problem';
import { checkSource, fetchSource, useSourceChanges, type SourceChanges } from '@/api/sources';
import type { Source } from '@/api/types';
import type { SchemaField } from '@/schema/fields';
import { changedSettings, checkValues, initialValues, type FormValue, type FormValues } from '@/schema/values';
import { text } from '@/text';
import { same } from '@/ui/same';
import { sortErrors } from '@/ui/serverErrors';
import { done, failed } from '@/ui/toast';
import { useChecks } from './useChecks';

const words = text.data.edit;

export interface SourceFacts {
  title: string;
  description: string;
  read_only: boolean;
}

const factsOf = (source: Source): SourceFacts => ({ title: source.title, description: source.description ?? '', read_only: source.read_only });
const stored = (source: Source) => ({ ...factsOf(source), settings: source.settings });

/** A data source being edited: its facts and settings (of what is in use, settings alone), the test of a changed connection, saving and conflicts. */
export function useSourceEditor(workspace: string, source: Source, fields: SchemaField[], isInUse = false) {
  const [base, setBase] = useState(source);
  const [facts, setFacts] = useState(() => factsOf(source));
  const [values, setValues] = useState<FormValues>(() => initialValues(fields, source.settings ?? {}));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<Source | null>(null);
  const [round, setRound] = useState(0);
  const checks = useChecks();
  const { change } = useSourceChanges(workspace, source.name);
  const before = base.settings ?? {};
  const reconnects = !same(values, initialValues(fields, before));
  const changed = reconnects || !same(facts, factsOf(base));
  const known = [...fields.map((field) => field.name), 'title', 'description'];
  const checked = checks.problem === null ? { fields: {}, rest: null } : sortErrors(checks.problem, known);

  const begin = (from: Source) => {
    setBase(from);
    setRound((was) => was + 1);
    setFacts(factsOf(from));
    setValues(initialValues(fields, from.settings ?? {}));
    setErrors({});
    setProblem(null);
    setTheirs(null);
    checks.reset();
  };

  const isRight = (): boolean => {
    const wrong = { ...(facts.title.trim() === '' ? { title: words.titleMissing } : {}), ...checkValues(fields, values, before) };
    setErrors(wrong);
    setProblem(null);
    return Object.keys(wrong).length === 0;
  };

  const test = () => {
    if (isRight()) void checks.start((signal) => checkSource(workspace, source.name, signal, changedSettings(fields, values, before)));
  };

  const store = async (on: Source) => {
    const settings = reconnects ? { settings: changedSettings(fields, values, before) } : {};
    const told = isInUse ? {} : { ...facts, title: facts.title.trim() };
    const wanted: SourceChanges = { ...told, ...settings, expect_revision: on.revision };
    const saved = await change.mutateAsync(wanted);
    begin(saved);
    const undo = reconnects ? {} : { undo: () => void change.mutateAsync(factsOf(on)).then(begin).catch(failed) };
    done(words.saved(saved.title), undo);
  };

  const refuse = (error: unknown) => {
    const sorted = sortErrors(error, known);
    setErrors(sorted.fields);
    setProblem(sorted.rest);
  };

  const save = async () => {
    if (!isRight()) return;
    try {
      await store(base);
    } catch (error) {
      if (error instanceof Problem && error.code === 'workspace.stale') await catchUp();
      else refuse(error);
    }
  };

  /** Something in the workspace changed; only a change of this very source is a conflict. */
  const catchUp = async () => {
    try {
      const now = await fetchSource(workspace, source.name);
      if (same(stored(now), stored(base))) await store(now);
      else setTheirs(now);
    } catch (error) {
      refuse(error);
    }
  };

  return {
    facts,
    /** Grows whenever the form begins anew. */
    round,
    values,
    stored: before,
    errors: { ...checked.fields, ...errors },
    problem,
    theirs,
    checks,
    changed,
    /** A changed connection that no test has shown to work yet. */
    untested: reconnects && checks.state !== 'ok',
    saving: change.isPending,
    test,
    save,
    setFact: (update: Partial<SourceFacts>) => {
      setFacts((was) => ({ ...was, ...update }));
      setErrors({});
    },
    setValue: (name: string, value: FormValue) => {
      setValues((was) => ({ ...was, [name]: value }));
      setErrors({});
      if (checks.state !== 'idle') checks.reset();
    },
    discard: () => begin(base),
    keepMine: () => {
      if (theirs !== null) {
        setTheirs(null);
        store(theirs).catch(refuse);
      }
    },
    takeTheirs: () => theirs !== null && begin(theirs),
  };
}

import { useMemo, useState } from 'react';
import { Problem } from '@/api/problem';
import { checkSource, fetchSource, useSourceChanges, type SourceChanges } from '@/api/sources';
import type { Source } from '@/api/types';
import type { SchemaField } from '@/schema/fields';
import { changedSettings, checkValues, initialValues, type FormValue, type FormValues } from '@/schema/values';
import { text } from '@/text';
import { same } from '@/ui/same';
import { sortErrors } from '@/ui/serverErrors';
import { done, failed } from '@/ui/toast';
import { factsOf, joinSources, type SourceDraft, type SourceFacts } from './joinSources';
import { useChecks } from './useChecks';

const words = text.data.edit;

const stored = (source: Source) => ({ ...factsOf(source), settings: source.settings });

/** What is stored, with what was typed since it was sent. */
const withTyped = <Part extends object>(now: Part, sent: Part, saved: Part): Part =>
  Object.fromEntries(Object.entries(saved).map(([name, value]) => [name, same(now[name as keyof Part], sent[name as keyof Part]) ? (value as unknown) : now[name as keyof Part]])) as Part;

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

  /** Begin from what is stored; what was typed while `sent` was on its way stays. */
  const begin = (from: Source, sent?: SourceDraft) => {
    const [told, given] = [factsOf(from), initialValues(fields, from.settings ?? {})];
    setBase(from);
    setRound((was) => was + 1);
    setFacts((now) => (sent === undefined ? told : withTyped(now, sent.facts, told)));
    setValues((now) => (sent === undefined ? given : withTyped(now, sent.values, given)));
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

  const store = async (on: Source, draft: SourceDraft = { facts, values }) => {
    const present = on.settings ?? {};
    const moves = !same(draft.values, initialValues(fields, present));
    const settings = moves ? { settings: changedSettings(fields, draft.values, present) } : {};
    const told = isInUse ? {} : { ...draft.facts, title: draft.facts.title.trim() };
    const wanted: SourceChanges = { ...told, ...settings, expect_revision: on.revision };
    const saved = await change.mutateAsync(wanted);
    begin(saved, { facts, values });
    const undo = moves ? {} : { undo: () => void change.mutateAsync(factsOf(on)).then((back) => begin(back)).catch(failed) };
    done(words.saved(saved.title), undo);
  };

  /** Go on from what they stored, with both people's changes. */
  const rebase = (now: Source, { facts: told, values: given }: SourceDraft) => {
    setBase(now);
    setFacts(told);
    setValues(given);
    setTheirs(null);
    checks.reset();
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
      else if (joinSources(fields, base, { facts, values }, now).clashes.length > 0) setTheirs(now);
      else await join(now);
    } catch (error) {
      refuse(error);
    }
  };

  /** A connection that neither of both has tested is not stored: it stands in the form, to be tested. */
  const join = async (now: Source) => {
    const { merged } = joinSources(fields, base, { facts, values }, now);
    const isUntested = !same(merged.values, values) && !same(merged.values, initialValues(fields, now.settings ?? {}));
    if (isUntested) rebase(now, merged);
    else await store(now, merged);
    done(isUntested ? words.conflict.test : text.merge.joined);
  };

  const clashes = useMemo(() => (theirs === null ? [] : joinSources(fields, base, { facts, values }, theirs).clashes), [fields, base, facts, values, theirs]);

  return {
    facts,
    /** That what is typed began from. */
    revision: base.revision,
    /** Grows whenever the form begins anew. */
    round,
    values,
    stored: before,
    errors: { ...checked.fields, ...errors },
    problem,
    /** What somebody else changed meanwhile as well, to be decided; empty while there is nothing. */
    clashes,
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
    decide: (chosen: ReadonlySet<string>) => theirs !== null && rebase(theirs, joinSources(fields, base, { facts, values }, theirs, chosen).merged),
    decideLater: () => setTheirs(null),
  };
}

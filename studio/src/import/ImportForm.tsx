import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ColumnKind, TableSummary } from '@/api/types';
import { useMayChange } from '@/home/useMayDesign';
import { text } from '@/text';
import { Loaded } from '@/ui/Loaded';
import { Page, Section } from '@/ui/Page';
import { FileChoice } from './FileChoice';
import { FileHolds } from './FileHolds';
import classes from './Import.module.css';
import { importable } from './importable';
import { Imported } from './Imported';
import { labelsOf } from './mappable';
import { Outcome } from './Outcome';
import { Target } from './Target';
import { useImport, useTrial } from './useImport';
import { useImportDraft } from './useImportDraft';

const words = text.importing;

/** The file, where its rows go, what they become, and importing them. */
export function ImportForm({ workspace, tables, kinds }: { workspace: string; tables: TableSummary[]; kinds: ColumnKind[] }) {
  const [search] = useSearchParams();
  const designs = useMayChange(workspace);
  const { draft, table, unread, name, wish, ...choose } = useImportDraft(workspace, search.get('table'), tables, designs);
  // Kept while the table that was made appears in the list.
  const [made, setMade] = useState<{ ref: string; source: string | null; title: string } | null>(null);
  const { chosen, target } = draft;
  const trial = useTrial(workspace, chosen, wish);
  const running = useImport(workspace);
  const labels = labelsOf(table);
  /** Whatever is chosen otherwise, how the import before went is the past. */
  const anew = <Given extends unknown[]>(action: (...given: Given) => void) => (...given: Given) => {
    running.forget();
    action(...given);
  };

  const begin = () => {
    if (chosen === null || wish === null) return;
    const there = tables.find((one) => one.ref === wish.table);
    setMade({ ref: wish.table, source: there?.source ?? null, title: wish.title ?? there?.title ?? wish.table });
    void running.start(chosen.file, wish);
  };
  if (running.report !== null && made !== null) {
    return (
      <Page title={words.title}>
        <Imported workspace={workspace} table={made.ref} source={made.source} title={made.title} designs={designs} report={running.report} labels={labels} onAgain={anew(() => choose.again(made.ref))} />
      </Page>
    );
  }
  return (
    <Page title={words.title} about={words.about}>
      <fieldset className={classes['whole']} disabled={running.state === 'running'} aria-label={words.title}>
        <Section title={words.file.title}>
          <FileChoice chosen={chosen} format={trial.last?.preview.facts.format} onFile={anew(choose.take)} />
        </Section>
        <Section title={words.target.title}>
          <Target state={target} name={name} tables={importable(tables)} table={table} mayMake={designs} onChange={anew(choose.aim)} />
          {unread !== null && <Loaded query={unread}>{() => null}</Loaded>}
        </Section>
        {chosen !== null && <FileHolds draft={draft} table={table} kinds={kinds} last={trial.last} error={trial.error} onChange={anew(choose.change)} />}
      </fieldset>
      <Section title={words.outcome.title}>
        {chosen === null || wish === null ? (
          <p className={classes['about']}>{chosen === null ? words.holds.none : words.holds.nowhere}</p>
        ) : (
          <Outcome trial={trial} running={running} labels={labels} skipWrong={draft.skipWrong} onSkip={(skipWrong) => choose.change({ skipWrong })} onImport={begin} />
        )}
      </Section>
    </Page>
  );
}

import { useColumnKinds } from '@/api/design';
import type { SheetReport } from '@/api/fromFile';
import type { FilePreview } from '@/api/importFile';
import { useMe } from '@/api/me';
import type { ColumnKind } from '@/api/types';
import { FileChoice } from '@/import/FileChoice';
import classes from '@/import/Import.module.css';
import { Running } from '@/import/Outcome';
import { ReadAsChoice } from '@/import/ReadAsChoice';
import { titleOf } from '@/import/titleOf';
import { useDraft } from '@/import/useDraft';
import { chosenFile } from '@/import/useImport';
import { text } from '@/text';
import type { Language } from '@/text/language';
import { Loaded } from '@/ui/Loaded';
import { Section } from '@/ui/Page';
import { CreateFromFile } from './CreateFromFile';
import { FileDone } from './FileDone';
import { NOTHING, takenOf, wishOf, type FileDraft } from './fileDraft';
import { Progress } from './Progress';
import { SheetTable } from './SheetTable';
import { useFileTrial, useMaking } from './useFromFile';

const words = text.generate.file;

/** From a file to an app: a table for each sheet, looked at first. */
export function FromFile({ language }: { language: Language }) {
  const kinds = useColumnKinds();
  return <Loaded query={kinds}>{(every) => <Steps kinds={every} language={language} />}</Loaded>;
}

function Steps({ kinds, language }: { kinds: ColumnKind[]; language: Language }) {
  const me = useMe().data;
  const [draft, setDraft] = useDraft<FileDraft>(`${me?.id ?? ''}/new`, () => NOTHING);
  const trial = useFileTrial(draft);
  const making = useMaking();
  const change = (changes: Partial<FileDraft>) => {
    making.forget();
    setDraft((was) => ({ ...was, ...changes }));
  };
  const take = (fileName: string, file: Blob) => change({ ...NOTHING, chosen: chosenFile(fileName, file), title: titleOf(fileName) });
  if (making.made !== null) {
    return (
      <>
        <Progress at={3} names={words.steps} />
        <FileDone made={making.made} onRestart={() => change(NOTHING)} />
      </>
    );
  }
  const isRunning = making.state === 'running';
  const taken = takenOf(draft, trial.sheets);
  const rows = taken.reduce((sum, one) => sum + one.report.read, 0);
  const { chosen } = draft;
  return (
    <>
      <Progress at={isRunning ? 2 : chosen === null ? 0 : 1} names={words.steps} />
      <fieldset className={classes['whole']} disabled={isRunning} aria-label={words.title}>
        <Section title={text.importing.file.title} about={words.about}>
          <FileChoice chosen={chosen} format={trial.sheets[0]?.report.preview.facts.format} onFile={take} />
        </Section>
        {trial.sheets.length > 0 && (
          <Section title={words.tables} about={words.tablesAbout}>
            <ReadAsChoice facts={factsOf(trial.sheets)} readAs={draft.readAs} onChange={(readAs) => change({ readAs, sheets: {} })} />
            <div className={classes['outcome']}>
              {trial.sheets.map((one) => (
                <SheetTable key={one.sheet ?? ''} one={one} isOnly={trial.sheets.length === 1} kinds={kinds} draft={draft} onChange={(sheets) => change({ sheets })} />
              ))}
              {Object.entries(trial.leftOut).map(([sheet, why]) => (
                <p key={sheet} className={classes['about']}>
                  {why}
                </p>
              ))}
            </div>
          </Section>
        )}
      </fieldset>
      {chosen !== null && (
        <Section title={words.create}>
          {isRunning ? (
            <Running rows={making.rows} all={rows} onCancel={making.cancel} />
          ) : (
            <CreateFromFile draft={draft} taken={taken} trial={trial} making={making} onChange={change} onCreate={() => void making.start(chosen, { ...wishOf(draft, trial.sheets, draft.title.trim()), skipWrong: draft.skipWrong, language })} />
          )}
        </Section>
      )}
    </>
  );
}

/** How the file is read; which sheets are taken is chosen below. */
function factsOf(sheets: SheetReport[]): Partial<FilePreview['facts']> {
  const facts = Object.entries(sheets[0]?.report.preview.facts ?? {});
  return Object.fromEntries(facts.filter(([name]) => name !== 'sheet' && name !== 'sheets'));
}

import { Button, Checkbox, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { SheetReport } from '@/api/fromFile';
import classes from '@/import/Import.module.css';
import { text } from '@/text';
import form from '@/ui/Form.module.css';
import { ProblemBanner } from '@/ui/ProblemBanner';
import type { FileDraft } from './fileDraft';
import type { useFileTrial, useMaking } from './useFromFile';

const words = text.generate;
const outcome = text.importing.outcome;

interface CreateFromFileProps {
  draft: FileDraft;
  taken: SheetReport[];
  trial: ReturnType<typeof useFileTrial>;
  making: ReturnType<typeof useMaking>;
  onChange: (changes: Partial<FileDraft>) => void;
  onCreate: () => void;
}

/** What the app is called, what is in the way, and making it. */
export function CreateFromFile(props: CreateFromFileProps) {
  const { trial, making } = props;
  if (trial.error !== null) {
    return <ProblemBanner error={trial.error} title={words.file.failed} action={<Button onClick={trial.again}>{text.actions.tryAgain}</Button>} />;
  }
  return (
    <div className={classes['outcome']}>
      <p role="status" className={classes['status']} data-quiet={!trial.isTrying || undefined}>
        {trial.isTrying ? outcome.trying(trial.rows) : outcome.tried}
      </p>
      {making.problem !== null && <ProblemBanner error={making.problem} title={words.creating.failed} />}
      {making.state === 'cancelled' && (
        <p role="status" className={classes['status']}>
          {words.file.cancelled}
        </p>
      )}
      {trial.sheets.length > 0 && <Create {...props} />}
    </div>
  );
}

function Create({ draft, taken, trial, making, onChange, onCreate }: CreateFromFileProps) {
  const submit = useRef<HTMLButtonElement>(null);
  const hasStopped = making.state === 'cancelled' || making.problem !== null;
  useEffect(() => {
    if (hasStopped) submit.current?.focus();
  }, [hasStopped]);
  const hasTitle = draft.title.trim() !== '';
  const isWrong = taken.some((one) => one.report.rejected > 0);
  const isReady = hasTitle && taken.length > 0 && !trial.isTrying && taken.every((one) => one.report.unfit.length === 0) && (!isWrong || draft.skipWrong);
  return (
    <div className={form['form']}>
      <TextInput label={words.tables.title} description={words.tables.titleHelp} error={hasTitle ? null : words.tables.titleMissing} value={draft.title} maxLength={200} autoComplete="off" onChange={(event) => onChange({ title: event.currentTarget.value })} />
      {isWrong && <Checkbox label={outcome.skip} description={outcome.skipHelp} checked={draft.skipWrong} onChange={(event) => onChange({ skipWrong: event.currentTarget.checked })} />}
      <div className={form['buttons']}>
        <Button ref={submit} variant="filled" disabled={!isReady} onClick={onCreate}>
          {words.tables.create(taken.length)}
        </Button>
      </div>
      {taken.length === 0 && <p role="alert">{words.tables.nothing}</p>}
    </div>
  );
}

import { Button, Checkbox, Progress } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ImportReport } from '@/api/importFile';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { ProblemBanner } from '@/ui/ProblemBanner';
import classes from './Import.module.css';
import { Problems } from './Problems';
import type { useImport, useTrial } from './useImport';

const words = text.importing.outcome;
const FULL = 100;

interface OutcomeProps {
  trial: ReturnType<typeof useTrial>;
  running: ReturnType<typeof useImport>;
  /** What columns are called by people, by name. */
  labels: Record<string, string>;
  skipWrong: boolean;
  onSkip: (skip: boolean) => void;
  onImport: () => void;
}

/** What trying came to, which rows are wrong, and the import itself with its progress. */
export function Outcome(props: OutcomeProps) {
  const { trial, running } = props;
  if (running.state === 'running') return <Running rows={running.rows} all={trial.last?.read ?? 0} onCancel={running.cancel} />;
  if (trial.error !== null) {
    return <ProblemBanner error={trial.error} title={words.failed} action={<Button onClick={trial.again}>{text.actions.tryAgain}</Button>} />;
  }
  return (
    <div className={classes['outcome']}>
      <p role="status" className={classes['status']} data-quiet={!trial.isTrying || undefined}>
        {trial.isTrying ? words.trying(trial.rows) : words.tried}
      </p>
      {trial.last !== undefined && <Tried {...props} report={trial.last} isOld={trial.isTrying} />}
    </div>
  );
}

/** How far the import is, with the way out. */
export function Running({ rows, all, onCancel }: { rows: number; all: number; onCancel: () => void }) {
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <div className={classes['outcome']}>
      <p role="status" className={classes['status']}>
        {words.running(rows, all)}
      </p>
      <Progress aria-label={words.progress} value={all === 0 ? 0 : Math.min(FULL, (rows / all) * FULL)} />
      <div className={classes['line']}>
        <Button ref={cancel} onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </div>
  );
}

type TriedProps = OutcomeProps & { report: ImportReport; isOld: boolean };

function Tried(props: TriedProps) {
  const { running, report, labels, isOld } = props;
  return (
    <div className={classes['outcome']} aria-busy={isOld}>
      {running.problem !== null && <ProblemBanner error={running.problem} title={words.stopped} />}
      {running.state === 'cancelled' && (
        <p role="status" className={classes['status']}>
          {words.cancelled}
        </p>
      )}
      {report.unfit.length > 0 ? (
        <Unfit report={report} labels={labels} />
      ) : (
        <>
          <Counts report={report} />
          <Submit {...props} />
        </>
      )}
    </div>
  );
}

function Submit({ running, report, labels, skipWrong, isOld, onSkip, onImport }: TriedProps) {
  const submit = useRef<HTMLButtonElement>(null);
  const hasStopped = running.state === 'cancelled' || running.problem !== null;
  // Whoever cancelled, or was refused, goes on from where the import began.
  useEffect(() => {
    if (hasStopped) submit.current?.focus();
  }, [hasStopped]);
  const stored = report.inserted + report.updated;
  return (
    <>
      {report.rejected > 0 && (
        <>
          <Problems report={report} labels={labels} />
          <Checkbox label={words.skip} description={words.skipHelp} checked={skipWrong} onChange={(event) => onSkip(event.currentTarget.checked)} />
        </>
      )}
      <Button ref={submit} className={classes['submit'] ?? ''} variant="filled" disabled={isOld || stored === 0 || (report.rejected > 0 && !skipWrong)} onClick={onImport}>
        {words.submit(stored)}
      </Button>
    </>
  );
}

/** Rows of the file by what would become of them. */
export function Counts({ report }: { report: Pick<ImportReport, 'read' | 'inserted' | 'updated' | 'rejected'> }) {
  return (
    <p className={classes['line']}>
      {words.read(report.read)}
      {report.inserted > 0 && <Badge tone="green">{words.inserted(report.inserted)}</Badge>}
      {report.updated > 0 && <Badge tone="blue">{words.updated(report.updated)}</Badge>}
      {report.rejected > 0 && <Badge tone="red">{words.rejected(report.rejected)}</Badge>}
    </p>
  );
}

/** What the columns of the file still lack for this table. */
function Unfit({ report, labels }: { report: ImportReport; labels: Record<string, string> }) {
  const sentence = (problem: ImportReport['unfit'][number]) => words.unfit[problem.code]?.(labels[problem.column] ?? problem.column) ?? [problem.message, problem.hint].filter(Boolean).join(' ');
  return (
    <div className={classes['unfit']}>
      <IconAlertCircle size={16} stroke={1.75} aria-hidden />
      <ul>
        {report.unfit.map((problem, at) => (
          <li key={at}>{sentence(problem)}</li>
        ))}
      </ul>
    </div>
  );
}

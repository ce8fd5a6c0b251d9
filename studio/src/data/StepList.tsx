import { Loader } from '@mantine/core';
import { IconCircle, IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import type { CheckStep } from '@/api/types';
import { text } from '@/text';
import classes from './StepList.module.css';
import { stepRows, type StepRow, type StepState } from './stepRows';

const words = text.data;

/** A connection test, one line a step, each with what was found and, when it failed, what to do. */
export function StepList({ steps, running }: { steps: CheckStep[]; running: boolean }) {
  return (
    <ol className={classes['steps']} aria-live="polite" aria-busy={running}>
      {stepRows(steps, running).map((row) => (
        <li key={row.name} data-state={row.state}>
          <StepIcon state={row.state} />
          <div className={classes['body']}>
            <span className={classes['head']}>
              <span className={classes['name']}>{words.steps[row.name].name}</span>
              {row.duration !== null && <span className={classes['time']}>{words.milliseconds(row.duration)}</span>}
            </span>
            <StepWords row={row} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function StepWords({ row }: { row: StepRow }) {
  if (row.state === 'waiting') return null;
  const detail = row.state === 'running' ? words.steps[row.name].ask : row.detail;
  return (
    <>
      {detail !== '' && <span className={classes['detail']}>{detail}</span>}
      {row.hint !== null && <span className={classes['hint']}>{row.hint}</span>}
    </>
  );
}

function StepIcon({ state }: { state: StepState }) {
  const label = words.stepState[state];
  const facts = { size: 20, stroke: 1.75, role: 'img', 'aria-label': label };
  if (state === 'running') return <Loader size={18} aria-label={label} className={classes['icon'] ?? ''} />;
  if (state === 'ok') return <IconCircleCheck {...facts} className={classes['icon']} />;
  if (state === 'failed') return <IconCircleX {...facts} className={classes['icon']} />;
  if (state === 'skipped') return <IconCircleMinus {...facts} className={classes['icon']} />;
  return <IconCircle {...facts} className={classes['icon']} />;
}

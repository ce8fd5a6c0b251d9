import { StepList } from '@/data/StepList';
import type { Checks } from '@/data/useChecks';
import { text } from '@/text';
import { ProblemBanner } from '@/ui/ProblemBanner';
import classes from './ConnectForm.module.css';

const words = text.generate.connect;

/** The connection test beside the form: the steps to come, as they run, and how it ended. */
export function TestResult({ checks, hasFieldErrors }: { checks: Checks; hasFieldErrors: boolean }) {
  return (
    <section className={classes['result']} aria-label={words.testing}>
      <h2>{words.testing}</h2>
      {checks.problem !== null ? (
        <ProblemBanner error={checks.problem} {...(hasFieldErrors ? {} : { title: words.notRun })} />
      ) : (
        <StepList steps={checks.steps} running={checks.state === 'running'} />
      )}
      <div role="status">
        {checks.state === 'ok' && <p className={classes['verdict']}>{words.ok}</p>}
        {checks.state === 'failed' && checks.problem === null && <p className={classes['verdict']}>{words.failed}</p>}
      </div>
    </section>
  );
}

import { IconTarget } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useActionKinds } from '@/api/designer';
import type { EventRun, StepRun } from '@/api/types';
import { text } from '@/text';
import { Badge, type Tone } from '@/ui/Badge';
import { formatNumber } from '@/ui/time';
import { When } from '@/ui/When';
import { componentAt, nodeAt } from '../document/edit';
import type { Path } from '../document/types';
import { kindOf } from '../moduleKinds';
import type { Subject } from '../subject';
import { titleOf, type Designer } from '../useDesigner';
import classes from './InsightPanel.module.css';

const words = text.designer.insight.log;
const RUN_TONES: Record<EventRun['ended'], Tone> = { done: 'green', asked: 'blue', refused: 'amber', failed: 'red' };
const STEP_TONES: Record<StepRun['state'], Tone> = { done: 'green', skipped: 'neutral', failed: 'red', not_reached: 'neutral' };

interface EventRunLineProps {
  run: EventRun;
  subject: Subject;
  designer: Designer;
}

/** One event that was run: what it was of and how it ended; opened, all of its steps and what came of them. */
export function EventRunLine({ run, subject, designer }: EventRunLineProps) {
  const place = placeIn(run, subject, designer);
  const node = nodeAt(designer.doc, place);
  const event = node === undefined ? undefined : kindOf(node, designer.kinds)?.events.find((one) => one.name === `on_${run.name}`);
  return (
    <details className={classes['run']}>
      <summary>
        <Badge tone={RUN_TONES[run.ended]}>{words.ended[run.ended]}</Badge>
        <strong>{node === undefined ? words.elsewhere : titleOf(node, designer.kinds)}</strong>
        <span>{event?.title ?? run.name}</span>
        <span className={classes['read']}>
          {words.steps(run.steps.length)} · {words.took(formatNumber(run.took_ms))} · <When at={run.on} />
        </span>
      </summary>
      {node !== undefined && (
        <button type="button" onClick={() => designer.select(place)}>
          <IconTarget size={16} stroke={1.75} aria-hidden /> {words.select}
        </button>
      )}
      <dl className={classes['values']}>
        <Line name={words.fault}>{run.fault}</Line>
        <Line name={words.question}>{run.question}</Line>
        <JsonLine name={words.messages} value={run.messages} />
        <JsonLine name={words.given} value={filled(run.given)} />
      </dl>
      <ol className={classes['steps']}>
        {run.steps.map((step, index) => (
          <li key={index}>
            <StepLine step={step} />
          </li>
        ))}
      </ol>
      <dl className={classes['values']}>
        <Line name={words.changed}>{run.changed.map((thing) => words.thing(thing[0] ?? '', thing.slice(1).join('.'))).join(', ')}</Line>
        <Line name={words.drawn}>{drawnNames(run, subject, designer)}</Line>
        <Line name={words.effects}>{run.effects.map((effect) => effectInWords(effect)).join(', ')}</Line>
      </dl>
    </details>
  );
}

function StepLine({ step }: { step: StepRun }) {
  const kind = useActionKinds().data?.find((one) => one.kind === step.do);
  return (
    <>
      <p>
        <Badge tone={STEP_TONES[step.state]}>{words.states[step.state]}</Badge> <strong>{kind?.title ?? step.do}</strong>
        {step.state !== 'not_reached' && step.state !== 'skipped' && <span className={classes['read']}>{words.took(formatNumber(step.took_ms))}</span>}
      </p>
      <dl className={classes['values']}>
        <Line name={words.fault}>{step.fault}</Line>
        <Line name={words.condition}>
          {step.condition !== null && (
            <>
              <code>{step.condition}</code>
              {Object.entries(step.reads).map(([name, value]) => (
                <span key={name} className={classes['read']}>
                  <code>{name}</code> = <code>{JSON.stringify(value)}</code>
                </span>
              ))}
            </>
          )}
        </Line>
        <JsonLine name={words.inputs} value={step.inputs} />
        <JsonLine name={words.result} value={step.result} />
      </dl>
    </>
  );
}

/** A line of facts; without one nothing. */
function Line({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === false || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function JsonLine({ name, value }: { name: string; value: unknown }) {
  const isEmpty = value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
  return <Line name={name}>{isEmpty ? null : <pre>{JSON.stringify(value, null, 1)}</pre>}</Line>;
}

/** What came with an event, without what is empty. */
const filled = (given: unknown): unknown =>
  given !== null && typeof given === 'object' ? Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && typeof value === 'object' && Object.keys(value as object).length > 0)) : given;

/** The component of what is designed that an event is of: of a module the one whose step it ran. */
function placeIn(run: EventRun, { file }: Subject, { doc }: Designer): Path {
  const place = run.file === file ? run.at : run.steps.find((step) => step.file === file)?.at;
  return place === undefined ? [] : componentAt(doc, place);
}

const drawnNames = (run: EventRun, { file }: Subject, { doc, kinds }: Designer): string =>
  run.file === file
    ? run.drawn
        .map((place) => nodeAt(doc, place))
        .map((node) => (node === undefined ? text.designer.inspector.screen : titleOf(node, kinds)))
        .join(', ')
    : '';

function effectInWords(effect: unknown): string {
  const told = effect as Record<string, unknown>;
  const about = told['text'] ?? told['to'] ?? told['form'];
  return words.effect(String(told['do']), typeof about === 'string' ? about : null);
}

import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconFileText } from '@tabler/icons-react';
import type { PlannedChange, SchemaPlan } from '@/api/types';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import classes from './PlanView.module.css';

const words = text.tables.plan;
const ICON = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;
const LONG_S = 1;

/** What a change would do, in the words of the server: each step, what it loses, and the values that do not fit. */
export function PlanView({ plan }: { plan: SchemaPlan }) {
  if (plan.planned.length === 0) return <p className={classes['about']}>{words.nothing}</p>;
  return (
    <div className={classes['plan']}>
      <p className={classes['about']}>{words.about}</p>
      <ul className={classes['steps']}>
        {plan.planned.map((one, at) => (
          <li key={at} data-tone={one.is_impossible || one.loses !== null ? 'red' : undefined}>
            <StepIcon one={one} />
            <div className={classes['words']}>
              <span>
                {one.text} <Marks one={one} />
              </span>
              <Problems one={one} />
            </div>
          </li>
        ))}
      </ul>
      {plan.seconds > LONG_S && <p className={classes['about']}>{words.seconds(plan.seconds)}</p>}
    </div>
  );
}

function StepIcon({ one }: { one: PlannedChange }) {
  if (one.is_impossible) return <IconCircleX {...ICON} />;
  if (one.loses !== null) return <IconAlertTriangle {...ICON} />;
  return one.what === 'rewrite_definition' ? <IconFileText {...ICON} /> : <IconCircleCheck {...ICON} />;
}

function Marks({ one }: { one: PlannedChange }) {
  if (one.is_impossible) return <Badge tone="red">{words.impossible}</Badge>;
  if (one.loses !== null) return <Badge tone="red">{words.loses}</Badge>;
  return one.can_be_undone ? null : <Badge tone="amber">{words.oneWay}</Badge>;
}

function Problems({ one }: { one: PlannedChange }) {
  if (one.problems.length === 0) return null;
  return (
    <div className={classes['problems']} role="region" aria-label={words.problems} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.row}</th>
            <th scope="col">{words.value}</th>
            <th scope="col">{words.reason}</th>
          </tr>
        </thead>
        <tbody>
          {one.problems.map((problem, at) => (
            <tr key={at}>
              <td>{problem.row ?? '–'}</td>
              <td>{problem.value ?? <em>{words.noValue}</em>}</td>
              <td>{problem.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {one.problem_count > one.problems.length && <p className={classes['about']}>{words.more(one.problem_count - one.problems.length)}</p>}
    </div>
  );
}

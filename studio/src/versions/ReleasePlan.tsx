import { Checkbox } from '@mantine/core';
import { Link, useParams } from 'react-router';
import type { Release } from '@/api/types';
import { text } from '@/text';
import { ChangedDefinitions } from './ChangedDefinitions';
import classes from './ReleasePlan.module.css';

const words = text.versions;

interface ReleasePlanProps {
  workspace: string;
  release: Release;
  allowLoss: boolean;
  onAllowLoss: (allowed: boolean) => void;
}

/** Whether a release can be made as things are. */
export function isReady({ schema_plan: plan }: Release, allowLoss: boolean): boolean {
  return plan === null || (plan.is_possible && (plan.loses.length === 0 || allowLoss));
}

/** What a release does: to definitions, to rows, and what would be lost, which has to be agreed to. */
export function ReleasePlan({ workspace, release, allowLoss, onAllowLoss }: ReleasePlanProps) {
  const plan = release.schema_plan;
  return (
    <div className={classes['plan']}>
      <section aria-label={words.definitions}>
        <h3>{words.definitionsDiffer(release.changes.length)}</h3>
        {release.changes.length > 0 && <ChangedDefinitions workspace={workspace} changes={release.changes} />}
      </section>
      {release.missing_values.length > 0 && <MissingValues names={release.missing_values} />}
      {plan !== null && (
        <section aria-label={words.rows}>
          <h3>{words.rows}</h3>
          {plan.planned.length === 0 ? <p>{words.noRows}</p> : <Planned plan={plan} />}
        </section>
      )}
      {plan !== null && plan.loses.length > 0 && (
        <section className={classes['lost']} aria-label={words.lost}>
          <p>{words.lost}</p>
          <ul>
            {plan.loses.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <Checkbox label={words.allowLoss} checked={allowLoss} onChange={(event) => onAllowLoss(event.currentTarget.checked)} />
        </section>
      )}
    </div>
  );
}

/** Variables that have no value where people would read them: said, and not refused. */
function MissingValues({ names }: { names: string[] }) {
  const { workspace = '' } = useParams();
  return (
    <section aria-label={words.missingValues}>
      <h3>{words.missingValues}</h3>
      <p>{words.missingValuesAbout}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
      </ul>
      <Link to={`/w/${workspace}/variables`}>{words.toVariables}</Link>
    </section>
  );
}

function Planned({ plan }: { plan: NonNullable<Release['schema_plan']> }) {
  return (
    <>
      {!plan.is_possible && <p className={classes['wrong']}>{words.impossible}</p>}
      <ul>
        {plan.planned.map((one, index) => (
          <li key={index} data-wrong={one.is_impossible || undefined}>
            {one.text}
            {one.problems.length > 0 && (
              <ul>
                {one.problems.map((problem, at) => (
                  <li key={at}>{problem.message}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

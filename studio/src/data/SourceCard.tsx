import { Button, Collapse } from '@mantine/core';
import { IconPlugConnected, IconRefresh, IconSettings } from '@tabler/icons-react';
import { Link } from 'react-router';
import { checkSource, useConnectors, useDescribeSource } from '@/api/sources';
import type { Source } from '@/api/types';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { ConnectorMark } from '@/ui/ConnectorMark';
import { HealthBadge } from './HealthBadge';
import { SchemaChanges } from './SchemaChanges';
import classes from './SourceCard.module.css';
import { placeOf } from './placeOf';
import { StepList } from './StepList';
import { useChecks } from './useChecks';

interface SourceCardProps {
  workspace: string;
  source: Source;
  mayDescribe: boolean;
}

/** A data source: what it is, whether it works, and reading its schema again. */
export function SourceCard({ workspace, source, mayDescribe }: SourceCardProps) {
  const checks = useChecks();
  const describe = useDescribeSource(workspace);
  const kind = useConnectors().data?.find((item) => item.kind === source.kind)?.title ?? source.kind;
  const words = text.data;
  const shown = checks.state !== 'idle';
  return (
    <article className={classes['card']} aria-label={source.title}>
      <div className={classes['row']}>
        <ConnectorMark kind={source.kind} />
        <div className={classes['words']}>
          <h3 className={classes['title']}>
            <Link to={`/w/${workspace}/data/${source.name}`}>{source.title}</Link>
          </h3>
          <span className={classes['detail']}>{placeOf(kind, source)}</span>
        </div>
        <span className={classes['badges']}>
          {source.read_only && <Badge>{words.readOnly}</Badge>}
          <span className={classes['detail']}>{text.home.tables(source.tables)}</span>
          <HealthBadge state={checks.state} />
        </span>
        {mayDescribe && (
          <span className={classes['actions']}>
            <Button
              size="xs"
              leftSection={<IconPlugConnected size={16} stroke={1.75} />}
              loading={checks.state === 'running'}
              onClick={() => void checks.start((signal) => checkSource(workspace, source.name, signal))}
            >
              {words.check}
            </Button>
            <Button size="xs" component={Link} to={`/w/${workspace}/data/${source.name}`} aria-label={words.settingsOf(source.title)} leftSection={<IconSettings size={16} stroke={1.75} />}>
              {words.settings}
            </Button>
            <Button size="xs" leftSection={<IconRefresh size={16} stroke={1.75} />} loading={describe.isPending} onClick={() => describe.mutate(source.name)}>
              {words.describe}
            </Button>
          </span>
        )}
      </div>
      <Collapse expanded={shown}>
        <div className={classes['result']}>
          {checks.problem !== null ? <ProblemBanner error={checks.problem} title={words.checkFailed} /> : <StepList steps={checks.steps} running={checks.state === 'running'} />}
          <Button size="xs" variant="subtle" onClick={checks.reset}>
            {text.actions.close}
          </Button>
        </div>
      </Collapse>
      {describe.isError && (
        <div className={classes['result']}>
          <ProblemBanner error={describe.error} />
        </div>
      )}
      {describe.data !== undefined && <SchemaChanges difference={describe.data} onClose={describe.reset} />}
    </article>
  );
}

import { Button, Collapse } from '@mantine/core';
import { IconPlugConnected, IconRefresh } from '@tabler/icons-react';
import { checkSource, useConnectors, useDescribeSource } from '@/api/sources';
import type { Source } from '@/api/types';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { ConnectorMark } from '@/ui/ConnectorMark';
import { HealthBadge } from './HealthBadge';
import { SchemaChanges } from './SchemaChanges';
import classes from './SourceCard.module.css';
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
          <h3 className={classes['title']}>{source.title}</h3>
          <span className={classes['detail']}>{place(kind, source)}</span>
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

/** Where the source is, without anything secret: kind, host, database or file. */
function place(kind: string, source: Source): string {
  const settings = source.settings ?? {};
  const values = ['host', 'database', 'path', 'file'].map((name) => settings[name]).filter((value): value is string => typeof value === 'string');
  return [kind, ...values].join(' · ');
}

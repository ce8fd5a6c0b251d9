import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import { Problem } from '@/api/problem';
import { checkSource, useSource } from '@/api/sources';
import type { Source } from '@/api/types';
import { baseOf, isDraft } from '@/api/versions';
import { useWorkspaces } from '@/api/workspaces';
import { TestResult } from '@/generate/TestResult';
import type { SchemaField } from '@/schema/fields';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { Loaded } from '@/ui/Loaded';
import { Section } from '@/ui/Page';
import classes from './EnvironmentSettings.module.css';
import { settingsBeside, type SettingRow } from './settingsBeside';
import { useChecks } from './useChecks';

const words = text.data.environments;

interface EnvironmentSettingsProps {
  workspace: string;
  source: Source;
  fields: SchemaField[];
}

/** The settings of a source in development beside those in production; nothing before a version was published. */
export function EnvironmentSettings({ workspace, source, fields }: EnvironmentSettingsProps) {
  const base = baseOf(workspace);
  const found = useWorkspaces().data?.find((item) => item.name === base);
  if (found?.draft === null || found?.draft === undefined || found.version === null) return null;
  return <Beside here={workspace} other={isDraft(workspace) ? base : found.draft} source={source} fields={fields} />;
}

interface BesideProps {
  here: string;
  other: string;
  source: Source;
  fields: SchemaField[];
}

function Beside({ here, other, source, fields }: BesideProps) {
  const there = useSource(other, source.name);
  const navigate = useNavigate();
  const checks = useChecks();
  const environment = isDraft(other) ? text.versions.development : text.versions.production;
  const isMissing = there.error instanceof Problem && there.error.status === 404;
  const actions = !isMissing && (
    <>
      <Button loading={checks.state === 'running'} onClick={() => void checks.start((signal) => checkSource(other, source.name, signal))}>
        {words.testIn(environment)}
      </Button>
      <Button rightSection={<IconArrowRight size={16} stroke={1.75} />} onClick={() => void navigate(`/w/${other}/data/${source.name}`)}>
        {isDraft(other) ? words.changeHere : words.change}
      </Button>
    </>
  );
  return (
    <Section title={words.title} about={words.about} actions={actions}>
      {isMissing ? (
        <p>{words.coming}</p>
      ) : (
        <Loaded query={there}>
          {(found) => <Settings rows={settingsBeside(fields, ...inOrder(here, source.settings ?? {}, found.settings ?? {}))} />}
        </Loaded>
      )}
      {checks.state !== 'idle' && <TestResult checks={checks} hasFieldErrors={false} />}
    </Section>
  );
}

type Settings = Record<string, unknown>;

/** Development first, whichever of them one is in. */
const inOrder = (here: string, ours: Settings, theirs: Settings): [Settings, Settings] => (isDraft(here) ? [ours, theirs] : [theirs, ours]);

function Settings({ rows }: { rows: SettingRow[] }) {
  const differing = rows.filter((row) => row.differs).length;
  const shown = (value: string | null) => (value === null ? <span className={classes['quiet']}>{words.none}</span> : <span className={classes['value']}>{value}</span>);
  const columns: DataColumn<SettingRow>[] = [
    { id: 'setting', header: words.setting, cell: (row) => row.label },
    { id: 'development', header: text.versions.development, cell: (row) => shown(row.development) },
    { id: 'production', header: text.versions.production, cell: (row) => shown(row.production) },
    { id: 'differs', header: words.differs, width: 'fit', cell: (row) => row.differs && <Badge tone="amber">{words.differs}</Badge> },
  ];
  return (
    <>
      <p>{differing === 0 ? words.same : words.differ(differing)}</p>
      <DataTable label={words.title} rows={rows} columns={columns} rowKey={(row) => row.name} empty={null} />
    </>
  );
}

import { Button } from '@mantine/core';
import { IconPlus, IconVariable } from '@tabler/icons-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { Problem } from '@/api/problem';
import type { Environment } from '@/api/types';
import { useEnvironments } from '@/api/versions';
import { useVariables, type EnvironmentName } from '@/api/variables';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { CommentsDrawer } from '@/together/Comments';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { DeleteVariable } from './DeleteVariable';
import { RenameVariable } from './RenameVariable';
import { fileOf, sideBySide, type VariableRow } from './sideBySide';
import { ValueDialog } from './ValueDialog';
import { VariableDialog } from './VariableDialog';
import { VariableTable } from './VariableTable';

const words = text.variables;

/** What is being done to a variable. */
export type VariableAsk = { what: 'add' } | { what: 'edit' | 'rename' | 'comments' | 'delete'; row: VariableRow } | { what: 'set'; row: VariableRow; env: EnvironmentName };

/** The variables of a workspace, with what each is in development and in production. */
export function VariablesPage() {
  const { workspace = '' } = useParams();
  const environments = useEnvironments(workspace);
  const { hasDraft, isPublished } = statesOf(environments.data ?? []);
  const drafted = useVariables(workspace, 'development', hasDraft);
  const used = useVariables(workspace, 'production', environments.data !== undefined);
  const [ask, setAsk] = useState<VariableAsk | null>(null);
  if (environments.error instanceof Problem && environments.error.status === 404) return <NotFoundPage />;
  const mayDefine = environments.data !== undefined && (hasDraft || !isPublished);
  const rows = sideBySide(hasDraft ? drafted.data : undefined, used.data ?? [], isPublished);
  const add = mayDefine && (
    <Button variant="filled" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setAsk({ what: 'add' })}>
      {words.add}
    </Button>
  );
  const table = () => <VariableTable workspace={workspace} rows={rows} isPublished={isPublished} mayDefine={mayDefine} onAsk={setAsk} empty={<EmptyState icon={IconVariable} title={words.empty.title} about={words.empty.about} />} />;
  return (
    <Page title={words.title} about={words.about} actions={add}>
      <Loaded query={environments}>
        {/* The values of both: without those of one, a variable would seem to be missing there. */}
        {() => <Loaded query={used}>{() => (hasDraft ? <Loaded query={drafted}>{table}</Loaded> : table())}</Loaded>}
      </Loaded>
      {ask !== null && <Dialogs workspace={workspace} ask={ask} rows={rows} onClose={() => setAsk(null)} />}
    </Page>
  );
}

const statesOf = (environments: Environment[]) => ({
  hasDraft: environments.some((one) => one.environment === 'development'),
  isPublished: environments.some((one) => one.environment === 'production' && one.version !== null),
});

interface DialogsProps {
  workspace: string;
  ask: VariableAsk;
  rows: VariableRow[];
  onClose: () => void;
}

function Dialogs({ workspace, ask, rows, onClose }: DialogsProps) {
  switch (ask.what) {
    case 'add':
      return <VariableDialog workspace={workspace} taken={rows.map((row) => row.name)} onClose={onClose} />;
    case 'edit':
      return <VariableDialog workspace={workspace} known={ask.row} taken={[]} onClose={onClose} />;
    case 'rename':
      return <RenameVariable workspace={workspace} name={ask.row.name} onClose={onClose} />;
    case 'comments':
      return <CommentsDrawer workspace={workspace} path={fileOf(ask.row)} title={ask.row.title ?? ask.row.name} opened onClose={onClose} />;
    case 'delete':
      return <DeleteVariable workspace={workspace} name={ask.row.name} onClose={onClose} />;
    case 'set':
      return <ValueDialog workspace={workspace} row={ask.row} env={ask.env} onClose={onClose} />;
  }
}

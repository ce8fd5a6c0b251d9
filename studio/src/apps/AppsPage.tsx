import { Button, TextInput } from '@mantine/core';
import { IconApps, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useAppChanges } from '@/api/designer';
import { Problem } from '@/api/problem';
import type { AppSummary } from '@/api/types';
import { useApps } from '@/api/workspaces';
import { useMayChange } from '@/home/useMayDesign';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { Dialog } from '@/ui/Dialog';
import { EmptyState } from '@/ui/EmptyState';
import { Form } from '@/ui/Form';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { nameFor } from './nameFor';

const words = text.apps;

const columns = (workspace: string): DataColumn<AppSummary>[] => [
  { id: 'app', header: words.app, sortBy: (app) => app.title, cell: (app) => <Link to={`/w/${workspace}/apps/${app.name}`}>{app.title}</Link> },
  { id: 'screens', header: words.screens, width: 'fit', align: 'end', sortBy: (app) => app.screens, cell: (app) => app.screens },
  { id: 'address', header: words.address, hideNarrow: true, cell: (app) => <a href={app.address}>{app.address}</a> },
];

/** The apps of a workspace. */
export function AppsPage() {
  const { workspace = '' } = useParams();
  const apps = useApps(workspace);
  const designs = useMayChange(workspace);
  const [making, setMaking] = useState(false);
  if (apps.error instanceof Problem && apps.error.status === 404) return <NotFoundPage />;
  const create = (
    <Button variant="filled" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setMaking(true)}>
      {words.new.action}
    </Button>
  );
  return (
    <Page title={words.title} actions={designs && create}>
      <Loaded query={apps}>
        {(all) => (
          <>
            <DataTable label={words.title} rows={all} columns={columns(workspace)} rowKey={(app) => app.name} searchIn={(app) => [app.title, app.name]} empty={<EmptyState icon={IconApps} title={words.empty.title} about={words.empty.about} />} />
            {making && <NewAppDialog workspace={workspace} taken={all.map((app) => app.name)} onClose={() => setMaking(false)} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function NewAppDialog({ workspace, taken, onClose }: { workspace: string; taken: string[]; onClose: () => void }) {
  const [name, setName] = useState('');
  const { save } = useAppChanges(workspace, name);
  const navigate = useNavigate();
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { title: '' },
    validate: ({ title }) => (title.trim() === '' ? { title: words.new.missing } : {}),
    submit: async ({ title }) => {
      await save.mutateAsync({ definition: { title: title.trim() } });
      void navigate(`/w/${workspace}/apps/${name}`);
      done(words.new.made(title.trim()));
    },
  });
  form.watch('title', ({ value }) => setName(nameFor(value, taken, 'app')));
  return (
    <Dialog title={words.new.title} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.new.submit} submitting={submitting} onCancel={onClose}>
        <TextInput label={words.new.name} data-autofocus autoComplete="off" {...form.getInputProps('title')} />
      </Form>
    </Dialog>
  );
}

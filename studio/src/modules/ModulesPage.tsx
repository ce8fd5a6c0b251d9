import { Button, TextInput } from '@mantine/core';
import { IconComponents, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useModuleChanges, useModules, type ModuleSummary } from '@/api/modules';
import { Problem } from '@/api/problem';
import { nameFor } from '@/apps/nameFor';
import { KindIcon } from '@/designer/tree/KindIcon';
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
import { ModuleActions } from './ModuleActions';
import classes from './ModulesPage.module.css';

const words = text.modules;

const columns = (workspace: string, all: ModuleSummary[], mayChange: boolean): DataColumn<ModuleSummary>[] => [
  {
    id: 'module',
    header: words.module,
    sortBy: (module) => module.title,
    cell: (module) => (
      <span className={classes['name']}>
        <KindIcon paths={module.icon_paths} size={20} />
        <span>
          <Link to={`/w/${workspace}/modules/${module.name}`}>{module.title}</Link>
          {module.description !== null && <small>{module.description}</small>}
        </span>
      </span>
    ),
  },
  { id: 'settings', header: words.settings, hideNarrow: true, cell: (module) => module.settings.map((setting) => setting.name).join(', ') },
  { id: 'used', header: words.used, width: 'fit', align: 'end', sortBy: (module) => module.used_in.length, cell: (module) => module.used_in.length },
  ...(mayChange ? [{ id: 'actions', header: text.actions.more, width: 'fit' as const, cell: (module: ModuleSummary) => <ModuleActions workspace={workspace} module={module} modules={all} /> }] : []),
];

/** Groups of components that screens use as one. */
export function ModulesPage() {
  const { workspace = '' } = useParams();
  const modules = useModules(workspace);
  const mayChange = useMayChange(workspace);
  const [making, setMaking] = useState(false);
  if (modules.error instanceof Problem && modules.error.status === 404) return <NotFoundPage />;
  const create = (
    <Button variant="filled" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setMaking(true)}>
      {words.new.action}
    </Button>
  );
  return (
    <Page title={words.title} about={words.about} actions={mayChange && create}>
      <Loaded query={modules}>
        {(all) => (
          <>
            <DataTable label={words.title} rows={all} columns={columns(workspace, all, mayChange)} rowKey={(module) => module.name} searchIn={(module) => [module.title, module.name]} empty={<EmptyState icon={IconComponents} title={words.empty.title} about={words.empty.about} />} />
            {making && <NewModuleDialog workspace={workspace} taken={all.map((module) => module.name)} onClose={() => setMaking(false)} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function NewModuleDialog({ workspace, taken, onClose }: { workspace: string; taken: string[]; onClose: () => void }) {
  const { save } = useModuleChanges(workspace);
  const navigate = useNavigate();
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { title: '' },
    validate: ({ title }) => (title.trim() === '' ? { title: words.save.missing } : {}),
    submit: async ({ title }) => {
      const module = nameFor(title, taken, 'module');
      await save.mutateAsync({ module, definition: { title: title.trim() } });
      void navigate(`/w/${workspace}/modules/${module}`);
      done(words.new.made(title.trim()));
    },
  });
  return (
    <Dialog title={words.new.title} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.new.submit} submitting={submitting} onCancel={onClose}>
        <TextInput label={words.save.name} description={words.save.nameHelp} data-autofocus autoComplete="off" {...form.getInputProps('title')} />
      </Form>
    </Dialog>
  );
}

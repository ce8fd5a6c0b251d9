import { Select, TextInput } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useQueryChanges } from '@/api/queries';
import type { Source } from '@/api/types';
import { roleName } from '@/roles/roleName';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { sourceChoices } from './sourceChoices';

const words = text.queries.new;
const FIRST_SQL = 'select 1 as one';

interface NewQueryDialogProps {
  workspace: string;
  sources: Source[];
  taken: string[];
  onClose: () => void;
}

/** A new query: a title, and what it asks. The rest is written on its page. */
export function NewQueryDialog({ workspace, sources, taken, onClose }: NewQueryDialogProps) {
  const { save } = useQueryChanges(workspace);
  const navigate = useNavigate();
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { title: '', source: sources[0]?.name ?? '' },
    validate: ({ title }) => (title.trim() === '' ? { title: words.nameMissing } : {}),
    submit: async ({ title, source }) => {
      const name = roleName(title, taken);
      await save.mutateAsync({ name, definition: { title: title.trim(), source: source === '' ? null : source, sql: FIRST_SQL } });
      void navigate(`/w/${workspace}/queries/${name}`);
      done(words.made(title.trim()));
    },
  });
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.submit} submitting={submitting} onCancel={onClose}>
        <TextInput label={words.name} description={words.help} data-autofocus autoComplete="off" {...form.getInputProps('title')} />
        <Select label={words.source} data={sourceChoices(sources)} {...form.getInputProps('source')} />
      </Form>
    </Dialog>
  );
}

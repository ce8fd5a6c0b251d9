import { TextInput } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useQueryChanges } from '@/api/queries';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';

const words = text.queries.rename;

/** Another permanent name for a query; screens and roles that use it follow. */
export function RenameDialog({ workspace, name, onClose }: { workspace: string; name: string; onClose: () => void }) {
  const { rename } = useQueryChanges(workspace);
  const navigate = useNavigate();
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { name },
    validate: (typed) => (/^[a-z][a-z0-9_]*$/.test(typed.name) ? {} : { name: words.wrong }),
    submit: async ({ name: to }) => {
      if (to !== name) {
        await rename.mutateAsync({ name, to });
        void navigate(`/w/${workspace}/queries/${to}`, { replace: true });
        done(words.renamed(to));
      }
      onClose();
    },
  });
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.submit} submitting={submitting} onCancel={onClose}>
        <TextInput label={words.name} description={words.help} spellCheck={false} autoComplete="off" maxLength={63} data-autofocus {...form.getInputProps('name')} />
      </Form>
    </Dialog>
  );
}

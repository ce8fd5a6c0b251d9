import { TextInput } from '@mantine/core';
import { text } from '@/text';
import { Dialog } from './Dialog';
import { Form } from './Form';
import { useServerForm } from './useServerForm';

const words = text.rename;

interface RenameNameDialogProps {
  title: string;
  /** What follows the name, and what does not. */
  help: string;
  name: string;
  onRename: (to: string) => Promise<unknown>;
  onClose: () => void;
}

/** Another permanent name for a definition; whatever names it follows. */
export function RenameNameDialog({ title, help, name, onRename, onClose }: RenameNameDialogProps) {
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { name },
    validate: (typed) => (/^[a-z][a-z0-9_]*$/.test(typed.name) ? {} : { name: words.wrong }),
    submit: async ({ name: to }) => {
      if (to !== name) await onRename(to);
      onClose();
    },
  });
  return (
    <Dialog title={title} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.submit} submitting={submitting} onCancel={onClose}>
        <TextInput label={words.name} description={help} spellCheck={false} autoComplete="off" maxLength={63} data-autofocus {...form.getInputProps('name')} />
      </Form>
    </Dialog>
  );
}

import { TextInput } from '@mantine/core';
import type { User } from '@/api/types';
import { useUserChanges } from '@/api/users';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { done, failed } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';

const words = text.users;

/** What a person is called, and the address they sign in with. */
export function EditUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { update } = useUserChanges();
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { name: user.name, email: user.email },
    validate: (values) => ({
      ...(values.name.trim() === '' ? { name: words.editDialog.nameMissing } : {}),
      ...(/^\S+@\S+$/.test(values.email.trim()) ? {} : { email: text.auth.setup.emailInvalid }),
    }),
    submit: async (values) => {
      const saved = await update.mutateAsync({ id: user.id, name: values.name.trim(), email: values.email.trim() });
      const back = () => void update.mutateAsync({ id: user.id, name: user.name, email: user.email }).catch(failed);
      done(words.editDialog.saved(saved.name), { undo: back });
      onClose();
    },
  });
  return (
    <Dialog title={words.editDialog.title(user.name)} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.editDialog.submit} submitting={submitting} onCancel={onClose}>
        <TextInput label={words.new.name} data-autofocus autoComplete="off" {...form.getInputProps('name')} />
        <TextInput label={words.new.email} type="email" autoComplete="off" {...form.getInputProps('email')} />
      </Form>
    </Dialog>
  );
}

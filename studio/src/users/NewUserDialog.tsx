import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useUserChanges } from '@/api/users';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { ShownOnce } from '@/ui/ShownOnce';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';

const words = text.users.new;

/** Adds a person; the server makes up the first password, shown once. */
export function NewUserDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [password, setPassword] = useState<string | null>(null);
  const close = () => {
    setPassword(null);
    onClose();
  };
  return (
    <Dialog title={password === null ? words.title : words.passwordTitle} opened={opened} onClose={close}>
      {password === null ? <NewUserForm onCancel={close} onAdded={(made) => (made === null ? close() : setPassword(made))} /> : <ShownOnce label={words.password} value={password} about={words.passwordAbout} onDone={close} />}
    </Dialog>
  );
}

function NewUserForm({ onAdded, onCancel }: { onAdded: (password: string | null) => void; onCancel: () => void }) {
  const { create } = useUserChanges();
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { name: '', email: '', is_admin: false },
    validate: (values) => ({
      ...(values.name.trim() === '' ? { name: text.auth.setup.nameMissing } : {}),
      ...(/^\S+@\S+$/.test(values.email.trim()) ? {} : { email: text.auth.setup.emailInvalid }),
    }),
    submit: async (values) => {
      const user = await create.mutateAsync({ ...values, name: values.name.trim(), email: values.email.trim() });
      done(words.added(user.name));
      onAdded(user.password ?? null);
    },
  });
  return (
    <Form onSubmit={onSubmit} problem={problem} submitLabel={words.submit} submitting={submitting} onCancel={onCancel}>
      <TextInput label={words.name} data-autofocus autoComplete="off" {...form.getInputProps('name')} />
      <TextInput label={words.email} type="email" autoComplete="off" {...form.getInputProps('email')} />
      <Checkbox label={words.admin} description={words.adminHelp} {...form.getInputProps('is_admin', { type: 'checkbox' })} />
    </Form>
  );
}

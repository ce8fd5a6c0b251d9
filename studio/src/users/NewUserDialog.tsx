import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { User } from '@/api/types';
import { useUserChanges } from '@/api/users';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { ShownOnce } from '@/ui/ShownOnce';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';

const words = text.users.new;

interface NewUserDialogProps {
  opened: boolean;
  onClose: () => void;
  /** What comes next for the person who was added. */
  onNext: (what: 'link' | 'roles', user: User) => void;
}

/** Adds a person; the server makes up the first password, shown once. A sign-in link can be sent in its place. */
export function NewUserDialog({ opened, onClose, onNext }: NewUserDialogProps) {
  const [added, setAdded] = useState<{ user: User; password: string } | null>(null);
  const leave = (then: () => void) => {
    setAdded(null);
    then();
  };
  const close = () => leave(onClose);
  return (
    <Dialog title={added === null ? words.title : words.passwordTitle} opened={opened} onClose={close}>
      {added === null ? (
        <NewUserForm onCancel={close} onAdded={(user, password) => (password === null ? close() : setAdded({ user, password }))} />
      ) : (
        <ShownOnce label={words.password} value={added.password} about={words.passwordAbout} onDone={close}>
          <Button onClick={() => leave(() => onNext('link', added.user))}>{words.link}</Button>
          <Button onClick={() => leave(() => onNext('roles', added.user))}>{words.roles}</Button>
        </ShownOnce>
      )}
    </Dialog>
  );
}

function NewUserForm({ onAdded, onCancel }: { onAdded: (user: User, password: string | null) => void; onCancel: () => void }) {
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
      onAdded(user, user.password ?? null);
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

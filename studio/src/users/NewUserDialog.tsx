import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { User } from '@/api/types';
import { useUserChanges } from '@/api/users';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { ShownOnce } from '@/ui/ShownOnce';
import { useServerForm } from '@/ui/useServerForm';

const words = text.users.new;

interface NewUserDialogProps {
  opened: boolean;
  onClose: () => void;
  /** Go on to the roles of the person who was added. */
  onRoles: (user: User) => void;
}

/** Adds a person and shows the link that lets them in; their roles come next. */
export function NewUserDialog({ opened, onClose, onRoles }: NewUserDialogProps) {
  const [added, setAdded] = useState<{ user: User; path: string } | null>(null);
  const leave = (then: () => void) => {
    setAdded(null);
    then();
  };
  const close = () => leave(onClose);
  return (
    <Dialog title={added === null ? words.title : words.addedTitle(added.user.name)} opened={opened} onClose={close}>
      {added === null ? (
        <NewUserForm onCancel={close} onAdded={setAdded} />
      ) : (
        <ShownOnce label={words.link} value={new URL(added.path, window.location.origin).href} about={words.linkAbout} onDone={close}>
          <Button onClick={() => leave(() => onRoles(added.user))}>{words.roles}</Button>
        </ShownOnce>
      )}
    </Dialog>
  );
}

function NewUserForm({ onAdded, onCancel }: { onAdded: (added: { user: User; path: string }) => void; onCancel: () => void }) {
  const { create } = useUserChanges();
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { name: '', email: '', is_admin: false },
    validate: (values) => ({
      ...(values.name.trim() === '' ? { name: text.auth.setup.nameMissing } : {}),
      ...(/^\S+@\S+$/.test(values.email.trim()) ? {} : { email: text.auth.setup.emailInvalid }),
    }),
    submit: async (values) => {
      const user = await create.mutateAsync({ ...values, name: values.name.trim(), email: values.email.trim() });
      onAdded({ user, path: user.link ?? '' });
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

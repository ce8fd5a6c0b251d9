import { Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAccountChanges } from '@/api/account';
import { useMe } from '@/api/me';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import formClasses from '@/ui/Form.module.css';
import { ShownOnce } from '@/ui/ShownOnce';
import { useServerForm } from '@/ui/useServerForm';
import { expiryDate, expiryOptions } from './expiry';

const words = text.account.tokens;

/** Creates an API token and shows it once. */
export function NewTokenDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [token, setToken] = useState<string | null>(null);
  const close = () => {
    setToken(null);
    onClose();
  };
  return (
    <Dialog title={token === null ? words.add : words.shownTitle} opened={opened} onClose={close}>
      {token === null ? <NewTokenForm onCreated={setToken} onCancel={close} /> : <ShownOnce label={words.token} value={token} about={words.shownAbout} onDone={close} />}
    </Dialog>
  );
}

function NewTokenForm({ onCreated, onCancel }: { onCreated: (token: string) => void; onCancel: () => void }) {
  const { createToken } = useAccountChanges();
  const me = useMe().data;
  const scopes = Object.entries(words.scopeWords).filter(([scope]) => scope !== 'users:manage' || me?.is_admin);
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { name: '', scopes: ['rows:read'], expires_at: '90' },
    validate: (values) => (values.name.trim() === '' ? { name: words.nameMissing } : {}),
    submit: async (values) => {
      const created = await createToken.mutateAsync({ name: values.name.trim(), scopes: values.scopes, expires_at: expiryDate(values.expires_at, new Date()) });
      onCreated(created.token);
    },
  });
  return (
    <Form onSubmit={onSubmit} problem={problem} submitLabel={words.add} submitting={submitting} onCancel={onCancel}>
      <TextInput label={words.name} description={words.nameHelp} data-autofocus autoComplete="off" {...form.getInputProps('name')} />
      <Checkbox.Group label={words.scopes} {...form.getInputProps('scopes')}>
        <div className={formClasses['choices']}>
          {scopes.map(([scope, label]) => (
            <Checkbox key={scope} value={scope} label={label} description={scope} />
          ))}
        </div>
      </Checkbox.Group>
      <Select label={words.expires} data={expiryOptions} {...form.getInputProps('expires_at')} />
    </Form>
  );
}

import { Select, TextInput } from '@mantine/core';
import { useUpdateMe } from '@/api/me';
import type { Me } from '@/api/types';
import { text } from '@/text';
import { Form } from '@/ui/Form';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { timeZones } from './timeZones';

const words = text.account.profile;

/** Name and time zone. */
export function ProfileForm({ me }: { me: Me }) {
  const update = useUpdateMe();
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { name: me.name, time_zone: me.time_zone },
    validate: (values) => (values.name.trim() === '' ? { name: text.auth.setup.nameMissing } : {}),
    submit: async (values) => {
      await update.mutateAsync({ ...values, name: values.name.trim() });
      done(words.saved);
    },
  });
  return (
    <Form onSubmit={onSubmit} problem={problem} submitLabel={words.submit} submitting={submitting}>
      <TextInput label={words.name} autoComplete="name" {...form.getInputProps('name')} />
      <TextInput label={words.email} description={words.emailHelp} value={me.email} readOnly autoComplete="username" />
      <Select label={words.timeZone} description={words.timeZoneHelp} data={timeZones(me.time_zone)} searchable limit={100} {...form.getInputProps('time_zone')} />
    </Form>
  );
}

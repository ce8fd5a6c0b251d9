import { PasswordInput } from '@mantine/core';
import { useAccountChanges } from '@/api/account';
import type { Me } from '@/api/types';
import { MINIMUM_LENGTH } from '@/auth/passwordStrength';
import { PasswordStrength } from '@/auth/PasswordStrength';
import { text } from '@/text';
import { Form } from '@/ui/Form';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';

const words = text.account.password;

/** A new password; who came in by a link and has none yet is not asked for the present one. */
export function PasswordForm({ me }: { me: Me }) {
  const { changePassword } = useAccountChanges();
  const hasPassword = me.has_password;
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { current_password: '', password: '' },
    validate: (values) => ({
      ...(hasPassword && values.current_password === '' ? { current_password: words.currentMissing } : {}),
      ...(Array.from(values.password).length < MINIMUM_LENGTH ? { password: text.auth.setup.passwordShort(MINIMUM_LENGTH) } : {}),
    }),
    submit: async (values) => {
      await changePassword.mutateAsync({ current_password: hasPassword ? values.current_password : null, password: values.password });
      form.reset();
      done(words.saved);
    },
  });
  return (
    <Form onSubmit={onSubmit} problem={problem} submitLabel={words.submit} submitting={submitting}>
      <input type="text" name="username" autoComplete="username" value={me.email} readOnly hidden />
      {hasPassword && <PasswordInput label={words.current} autoComplete="current-password" {...form.getInputProps('current_password')} />}
      <PasswordInput label={words.new} description={text.auth.setup.passwordHelp} autoComplete="new-password" {...form.getInputProps('password')} />
      <PasswordStrength password={form.getValues().password} known={[me.email, me.name]} />
    </Form>
  );
}

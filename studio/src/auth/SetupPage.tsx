import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { useMe, useSetUp, useSetupState } from '@/api/me';
import { text } from '@/text';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { useServerForm } from '@/ui/useServerForm';
import { AuthLayout } from './AuthLayout';
import classes from './AuthLayout.module.css';
import { PasswordStrength } from './PasswordStrength';
import { MINIMUM_LENGTH } from './passwordStrength';

const words = text.auth.setup;

/** First start: one administrator, vouched for by a code from the server's log. */
export function SetupPage() {
  const navigate = useNavigate();
  const { search } = useLocation();
  const me = useMe();
  const setup = useSetupState(true);
  const setUp = useSetUp();
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { code: new URLSearchParams(search).get('code') ?? '', email: '', name: '', password: '' },
    validate: (values) => ({
      ...(values.code.trim() === '' ? { code: words.codeMissing } : {}),
      ...(/^\S+@\S+\.\S+$/.test(values.email.trim()) ? {} : { email: words.emailInvalid }),
      ...(values.name.trim() === '' ? { name: words.nameMissing } : {}),
      ...(Array.from(values.password).length < MINIMUM_LENGTH ? { password: words.passwordShort(MINIMUM_LENGTH) } : {}),
    }),
    submit: async (values) => {
      await setUp.mutateAsync({ ...values, code: values.code.trim(), email: values.email.trim(), name: values.name.trim() });
      void navigate('/', { replace: true });
    },
  });

  const isSignedIn = Boolean(me.data);
  useEffect(() => {
    if (isSignedIn && !submitting) void navigate('/', { replace: true });
  }, [isSignedIn, submitting, navigate]);

  if (setup.data?.needed === false && !submitting) {
    return (
      <AuthLayout title={words.title} about={words.done}>
        <Button component={Link} to="/sign-in" variant="filled" fullWidth>
          {words.toSignIn}
        </Button>
      </AuthLayout>
    );
  }
  const values = form.getValues();
  return (
    <AuthLayout title={words.title} about={words.about}>
      <form className={classes['form']} onSubmit={onSubmit} noValidate>
        {problem !== null && <ProblemBanner error={problem} />}
        <TextInput label={words.code} description={words.codeHelp} autoComplete="one-time-code" spellCheck={false} autoFocus {...form.getInputProps('code')} />
        <TextInput label={words.email} type="email" autoComplete="username" {...form.getInputProps('email')} />
        <TextInput label={words.name} autoComplete="name" {...form.getInputProps('name')} />
        <PasswordInput label={words.password} description={words.passwordHelp} autoComplete="new-password" {...form.getInputProps('password')} />
        <PasswordStrength password={values.password} known={[values.email, values.name]} />
        <Button type="submit" variant="filled" loading={submitting} fullWidth>
          {words.submit}
        </Button>
      </form>
    </AuthLayout>
  );
}

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { asProblem, Problem } from '@/api/problem';
import { useMe, useSetupState, useSignIn } from '@/api/me';
import { text } from '@/text';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { useServerForm } from '@/ui/useServerForm';
import { AuthLayout } from './AuthLayout';
import classes from './AuthLayout.module.css';
import { enter } from './enter';
import { nextAddress } from './nextAddress';
import { useWait } from './useWait';

const words = text.auth.signIn;

/** E-mail and password; leads on to where the visitor wanted to go. */
export function SignInPage() {
  const navigate = useNavigate();
  const { search } = useLocation();
  const me = useMe();
  const setup = useSetupState(me.data === null);
  const signIn = useSignIn();
  const next = nextAddress(search);
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { email: '', password: '' },
    validate: (values) => ({
      ...(values.email.trim() === '' ? { email: words.emailMissing } : {}),
      ...(values.password === '' ? { password: words.passwordMissing } : {}),
    }),
    submit: async (values) => {
      try {
        await signIn.mutateAsync({ email: values.email.trim(), password: values.password });
      } catch (error) {
        form.setFieldValue('password', '');
        throw error;
      }
      enter(next, navigate);
    },
  });
  const limited = problem !== null && asProblem(problem).status === 429 ? asProblem(problem) : null;
  const waitS = useWait(limited?.retryAfterS ?? null);

  if (me.data) return <Navigate to={next} replace />;
  if (setup.data?.needed) return <Navigate to="/setup" replace />;
  return (
    <AuthLayout title={words.title}>
      {search.includes('next=') && problem === null && <p className={classes['note']}>{words.ended}</p>}
      <form className={classes['form']} onSubmit={onSubmit} noValidate>
        {problem !== null && <ProblemBanner error={limited ? tooMany(limited, waitS) : forPeople(problem)} />}
        <TextInput label={words.email} type="email" autoComplete="username" autoFocus key={form.key('email')} {...form.getInputProps('email')} />
        <PasswordInput label={words.password} autoComplete="current-password" key={form.key('password')} {...form.getInputProps('password')} />
        <Button type="submit" variant="filled" loading={submitting} disabled={waitS > 0} fullWidth>
          {words.submit}
        </Button>
      </form>
    </AuthLayout>
  );
}

/** The server says no more than "wrong" on purpose; the hint says what to do. */
function forPeople(error: unknown): unknown {
  const problem = asProblem(error);
  if (problem.status !== 401) return error;
  return reworded(problem, words.wrong, words.wrongHint);
}

function tooMany(problem: Problem, waitS: number): Problem {
  return reworded(problem, words.tooMany, waitS > 0 ? words.wait(waitS) : problem.hint);
}

function reworded(problem: Problem, detail: string, hint: string | null): Problem {
  return new Problem({ title: problem.title, status: problem.status, code: problem.code, detail, hint, request_id: problem.requestId });
}

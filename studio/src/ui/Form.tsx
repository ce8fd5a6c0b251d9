import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '@/text';
import classes from './Form.module.css';
import { ProblemBanner } from './ProblemBanner';
import { useBusyFocus } from './useBusyFocus';

interface FormProps {
  onSubmit: (event: React.SyntheticEvent<HTMLFormElement>) => void;
  problem: unknown;
  submitLabel: string;
  submitting: boolean;
  danger?: boolean;
  disabled?: boolean;
  onCancel?: () => void;
  children: ReactNode;
}

/** One column of fields with what the server said above them and the action below. */
export function Form({ onSubmit, problem, submitLabel, submitting, danger = false, disabled = false, onCancel, children }: FormProps) {
  const submit = useBusyFocus<HTMLButtonElement>(submitting);
  return (
    <form className={classes['form']} onSubmit={onSubmit} noValidate>
      {problem !== null && problem !== undefined && <ProblemBanner error={problem} />}
      {children}
      <div className={classes['buttons']}>
        <Button ref={submit} type="submit" variant="filled" loading={submitting} disabled={disabled} {...(danger ? { color: 'red' } : {})}>
          {submitLabel}
        </Button>
        {onCancel !== undefined && <Button onClick={onCancel}>{text.actions.cancel}</Button>}
      </div>
    </form>
  );
}

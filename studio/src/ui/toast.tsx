import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { asProblem } from '@/api/problem';
import { text } from '@/text';
import classes from './toast.module.css';

interface Undo {
  undo?: () => void;
}

/** Says quietly that something was done, with a way back where there is one. */
export function done(message: string, { undo }: Undo = {}): void {
  const id = notifications.show({
    withBorder: true,
    className: classes['toast'] ?? '',
    closeButtonProps: { 'aria-label': text.actions.dismiss },
    autoClose: undo === undefined ? 4000 : 8000,
    message: (
      <span className={classes['line']}>
        {message}
        {undo !== undefined && (
          <Button
            size="xs"
            variant="subtle"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            {text.actions.undo}
          </Button>
        )}
      </span>
    ),
  });
}

/** Says what went wrong where no form or banner can. */
export function failed(error: unknown): void {
  const problem = asProblem(error);
  notifications.show({
    withBorder: true,
    color: 'red',
    role: 'alert',
    className: classes['toast'] ?? '',
    closeButtonProps: { 'aria-label': text.actions.dismiss },
    autoClose: 10_000,
    title: problem.message || problem.title,
    message: [problem.hint, `${text.problem.code} ${problem.code}`].filter(Boolean).join(' · '),
  });
}

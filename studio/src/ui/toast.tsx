import { Button } from '@mantine/core';
import { notifications, notificationsStore, type NotificationData } from '@mantine/notifications';
import { asProblem } from '@/api/problem';
import { text } from '@/text';
import classes from './toast.module.css';

interface Undo {
  undo?: () => void;
}

const AT_ONCE = 3;

/** Shows a toast; the newest counts, so where there are too many the oldest goes, and none waits for another to go. */
function show(toast: NotificationData): string {
  const id = notifications.show({ withBorder: true, className: classes['toast'] ?? '', closeButtonProps: { 'aria-label': text.actions.dismiss }, ...toast });
  for (const old of notificationsStore.getState().notifications.slice(0, -AT_ONCE)) if (old.id !== undefined) notifications.hide(old.id);
  return id;
}

/** Says quietly that something was done, with a way back where there is one. */
export function done(message: string, { undo }: Undo = {}): void {
  const id = show({
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
  show({
    color: 'red',
    role: 'alert',
    autoClose: 10_000,
    title: problem.message || problem.title,
    message: [problem.hint, `${text.problem.code} ${problem.code}`].filter(Boolean).join(' · '),
  });
}

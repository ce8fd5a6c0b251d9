import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

interface EmptyStateProps {
  icon?: Icon;
  title: string;
  about?: string;
  action?: ReactNode;
}

/** What this place is for and the one thing to do about its being empty. */
export function EmptyState({ icon: EmptyIcon, title, about, action }: EmptyStateProps) {
  return (
    <div className={classes['empty']}>
      {EmptyIcon !== undefined && <EmptyIcon size={24} stroke={1.5} aria-hidden />}
      <p className={classes['title']}>{title}</p>
      {about !== undefined && <p>{about}</p>}
      {action !== undefined && <div className={classes['action']}>{action}</div>}
    </div>
  );
}

import type { ReactNode } from 'react';
import classes from './Page.module.css';
import { useTitle } from './useTitle';

interface PageProps {
  title: string;
  about?: ReactNode;
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}

/** A page: its heading, one line about it, and its actions at the right. */
export function Page({ title, about, actions, narrow = false, children }: PageProps) {
  useTitle(title);
  return (
    <div data-narrow={narrow || undefined} className={classes['page']}>
      <header className={classes['header']}>
        <div className={classes['words']}>
          <h1 className={classes['title']}>{title}</h1>
          {about !== undefined && <p className={classes['about']}>{about}</p>}
        </div>
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  title: string;
  about?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page with its own heading. */
export function Section({ title, about, actions, children }: SectionProps) {
  return (
    <section className={classes['section']} aria-label={title}>
      <header className={classes['header']}>
        <div className={classes['words']}>
          <h2 className={classes['heading']}>{title}</h2>
          {about !== undefined && <p className={classes['about']}>{about}</p>}
        </div>
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}

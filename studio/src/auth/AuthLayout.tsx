import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from '@/ui/Logo';
import { useTitle } from '@/ui/useTitle';
import { text } from '@/text';
import { choose, language, LANGUAGES, type Language } from '@/text/language';
import classes from './AuthLayout.module.css';

interface AuthLayoutProps {
  title: string;
  about?: string;
  children: ReactNode;
}

const others = (Object.keys(LANGUAGES) as Language[]).filter((one) => one !== language);

/** The languages that the studio speaks besides this one, each by what it calls itself. */
function Languages() {
  return (
    <div className={classes['languages']}>
      {others.map((one) => (
        <Button key={one} lang={one} variant="subtle" size="compact-sm" onClick={() => choose(one)}>
          {LANGUAGES[one]}
        </Button>
      ))}
    </div>
  );
}

/** The quiet page around signing in and first start. */
export function AuthLayout({ title, about, children }: AuthLayoutProps) {
  useTitle(title);
  return (
    <main className={classes['page']}>
      <div className={classes['column']}>
        <div className={classes['brand']}>
          <Logo />
          <span>{text.product}</span>
        </div>
        <section className={classes['card']} aria-labelledby="auth-title">
          <h1 id="auth-title" className={classes['title']}>
            {title}
          </h1>
          {about !== undefined && <p className={classes['about']}>{about}</p>}
          {children}
        </section>
        <Languages />
      </div>
    </main>
  );
}

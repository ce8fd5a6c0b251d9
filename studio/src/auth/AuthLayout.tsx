import type { ReactNode } from 'react';
import { Logo } from '@/ui/Logo';
import { useTitle } from '@/ui/useTitle';
import { text } from '@/text';
import classes from './AuthLayout.module.css';

interface AuthLayoutProps {
  title: string;
  about?: string;
  children: ReactNode;
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
      </div>
    </main>
  );
}

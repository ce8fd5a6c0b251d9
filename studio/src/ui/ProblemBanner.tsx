import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { asProblem } from '@/api/problem';
import { text } from '@/text';
import { CopyButton } from './CopyButton';
import classes from './ProblemBanner.module.css';

interface ProblemBannerProps {
  error: unknown;
  title?: string;
  action?: ReactNode;
}

/** What went wrong, what to do about it, and a code to quote. Errors of single fields belong to their fields. */
export function ProblemBanner({ error, title, action }: ProblemBannerProps) {
  const problem = asProblem(error);
  const quote = [problem.code, problem.requestId].filter(Boolean).join(' · ');
  return (
    <div className={classes['banner']} role="alert">
      <IconAlertCircle className={classes['icon']} size={20} stroke={1.75} aria-hidden />
      <div className={classes['body']}>
        <p className={classes['title']}>{title ?? (problem.message || problem.title)}</p>
        {title !== undefined && problem.message !== '' && <p>{problem.message}</p>}
        {problem.hint !== null && <p>{problem.hint}</p>}
        <p className={classes['quote']}>
          <code>{quote}</code>
          <CopyButton value={quote} label={text.problem.copyForSupport} />
        </p>
        {action !== undefined && <div className={classes['action']}>{action}</div>}
      </div>
    </div>
  );
}

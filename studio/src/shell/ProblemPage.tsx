import { Button } from '@mantine/core';
import { text } from '@/text';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { useTitle } from '@/ui/useTitle';
import classes from './ProblemPage.module.css';

interface ProblemPageProps {
  error: unknown;
  title: string;
  onRetry: () => void;
  retryLabel?: string;
}

/** A whole page for a problem that left nothing else to show. */
export function ProblemPage({ error, title, onRetry, retryLabel = text.actions.tryAgain }: ProblemPageProps) {
  useTitle(title);
  return (
    <div className={classes['page']}>
      <h1 className={classes['title']}>{title}</h1>
      <ProblemBanner error={error} action={<Button onClick={onRetry}>{retryLabel}</Button>} />
    </div>
  );
}

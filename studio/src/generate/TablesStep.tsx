import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconTable } from '@tabler/icons-react';
import { useId } from 'react';
import { planApp, type Connection, type Wish } from '@/api/generate';
import type { Plan } from '@/api/types';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { RowsSkeleton } from '@/ui/PageSkeleton';
import { ProblemBanner } from '@/ui/ProblemBanner';
import classes from './TablesStep.module.css';
import { TableChoice } from './TableChoice';

interface TablesStepProps {
  connection: Connection;
  onBack: () => void;
  onDone: (plan: Plan, wish: Omit<Wish, 'language'>) => void;
}

const words = text.generate.tables;

/** The second step: read the schema, then choose tables and a name. */
export function TablesStep({ connection, onBack, onDone }: TablesStepProps) {
  // The connection holds a password, so the plan is kept under a name of its own and not under what was asked.
  const attempt = useId();
  const plan = useQuery({ queryKey: ['plan', attempt], queryFn: () => planApp(connection), staleTime: Infinity, gcTime: 0, retry: false });
  const back = <Button onClick={onBack}>{text.actions.back}</Button>;
  if (plan.isError && !plan.isFetching) {
    return (
      <div className={classes['narrow']}>
        <ProblemBanner title={words.failed} error={plan.error} />
        <div className={classes['buttons']}>
          <Button variant="filled" onClick={() => void plan.refetch()}>
            {text.actions.tryAgain}
          </Button>
          {back}
        </div>
      </div>
    );
  }
  if (plan.data === undefined) {
    return (
      <div role="status">
        <p className={classes['status']}>{words.reading}</p>
        <RowsSkeleton rows={8} />
      </div>
    );
  }
  if (plan.data.tables.length === 0) return <EmptyState icon={IconTable} title={words.none.title} about={words.none.about} action={back} />;
  return <TableChoice plan={plan.data} onBack={onBack} onDone={(wish) => onDone(plan.data, wish)} />;
}

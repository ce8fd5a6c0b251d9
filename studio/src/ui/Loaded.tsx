import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { text } from '@/text';
import { RowsSkeleton } from './PageSkeleton';
import { ProblemBanner } from './ProblemBanner';
import { useBusyFocus } from './useBusyFocus';

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}

/** Shows what a query brought, its skeleton while it is on its way, or what went wrong with a way to try again. */
export function Loaded<T>({ query, skeleton = <RowsSkeleton />, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ProblemBanner error={query.error} action={<Again query={query} />} />;
  return skeleton;
}

function Again({ query }: { query: UseQueryResult }) {
  const again = useBusyFocus<HTMLButtonElement>(query.isFetching);
  return (
    <Button ref={again} onClick={() => void query.refetch()} loading={query.isFetching}>
      {text.actions.tryAgain}
    </Button>
  );
}

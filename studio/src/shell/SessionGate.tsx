import { useEffect } from 'react';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { useQueryClient } from '@tanstack/react-query';
import { whenSignedOut } from '@/api/client';
import { meKey, useMe } from '@/api/me';
import { text } from '@/text';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { ProblemPage } from './ProblemPage';
import { Shell } from './Shell';

/** Lets only signed-in people into the studio, and sends them back here after they signed in. */
export function SessionGate() {
  const me = useMe();
  const location = useLocation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  useEffect(() => whenSignedOut(() => queries.setQueryData(meKey, null)), [queries, navigate]);
  if (me.isPending) return <PageSkeleton />;
  if (me.isError && me.data === undefined) return <ProblemPage error={me.error} onRetry={() => void me.refetch()} title={text.problem.start} />;
  if (me.data === null) {
    const here = `${location.pathname}${location.search}`;
    const next = here === '/' ? '' : `?next=${encodeURIComponent(here)}`;
    return <Navigate to={`/sign-in${next}`} replace />;
  }
  return <Shell />;
}

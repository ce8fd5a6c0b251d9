import { useMutation, useQueryClient } from '@tanstack/react-query';
import { at, post } from './client';
import type { Environment, RowComparison } from './types';
import { baseOf } from './versions';
import { workspaceKey } from './workspaces';

export interface RowCopy {
  table: string;
  source: Environment['environment'];
  into: Environment['environment'];
}

/** How the rows of a table differ between environments, and copying those that do. */
export function useRowCopies(workspace: string) {
  const known = useQueryClient();
  const base = baseOf(workspace);
  return {
    compare: useMutation({ mutationFn: ({ table, ...body }: RowCopy) => post<RowComparison>(at`/workspaces/${base}/tables/${table}/compare`, body) }),
    copy: useMutation({
      mutationFn: ({ table, ...body }: RowCopy & { key: string; keys: string[] | null }) => post<{ inserted: number; updated: number }>(at`/workspaces/${base}/tables/${table}/copy`, body),
      onSuccess: () => Promise.all([known.invalidateQueries({ queryKey: workspaceKey(base) }), known.invalidateQueries({ queryKey: workspaceKey(`${base}@development`) })]),
    }),
  };
}

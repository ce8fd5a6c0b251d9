import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { JsonObject } from '@/designer/document/types';
import { at, call, get, post } from './client';
import { spoken } from './spoken';
import type { ColumnKind, DesignedTable, List, SchemaPlan } from './types';
import { workspaceKey } from './workspaces';

export const useColumnKinds = (enabled = true) =>
  useQuery({ enabled, queryKey: ['kinds', 'columns'], queryFn: ({ signal }) => get<List<ColumnKind>>(spoken('/kinds/columns'), signal), select: (list) => list.items, staleTime: Infinity, gcTime: Infinity });

export const fetchDesign = (workspace: string, table: string, signal?: AbortSignal) => get<DesignedTable>(at`/workspaces/${workspace}/schema/tables/${table}`, signal);

export const useDesign = (workspace: string, table: string) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'designs', table],
    queryFn: ({ signal }) => fetchDesign(workspace, table, signal),
    refetchOnWindowFocus: false,
  });

/** Tables as they shall be, null for one that goes, and what is only called otherwise (`tickets.summary=title`). */
export interface TableChange {
  tables: Record<string, JsonObject | null>;
  rename: string[];
}

/** What a change would do to the rows. Nothing is changed. */
export const planChange = (workspace: string, change: TableChange, signal?: AbortSignal) =>
  call<SchemaPlan>('POST', at`/workspaces/${workspace}/schema/plan`, { body: change, ...(signal === undefined ? {} : { signal }) });

export interface ToApply extends TableChange {
  message: string;
  /** What is lost by it was shown and agreed to. */
  allowLoss: boolean;
  revision?: number;
}

/** Do it, rows included, all or nothing. */
export function useTableChanges(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ tables, rename, message, allowLoss, revision }: ToApply) =>
      post<{ revision: number }>(at`/workspaces/${workspace}/schema/change`, { tables, rename, message, allow_loss: allowLoss, ...(revision === undefined ? {} : { expect_revision: revision }) }),
    // Not waited for: the page of what is gone, or called otherwise, would be gone before it leads on.
    onSuccess: () => void queries.invalidateQueries({ queryKey: workspaceKey(workspace) }),
  });
}

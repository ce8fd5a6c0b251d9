import { queryOptions, useQuery } from '@tanstack/react-query';
import { at, get } from './client';
import type { List, Table, TableSummary } from './types';
import { workspaceKey } from './workspaces';

export const useTables = (workspace: string, enabled = true) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'tables'],
    queryFn: ({ signal }) => get<List<TableSummary>>(at`/workspaces/${workspace}/tables`, signal),
    select: (list) => list.items,
    enabled,
  });

export const tableQuery = (workspace: string, ref: string) =>
  queryOptions({
    queryKey: [...workspaceKey(workspace), 'tables', ref],
    queryFn: ({ signal }) => get<Table>(at`/workspaces/${workspace}/tables/${ref}`, signal),
  });

export const useTable = (workspace: string, ref: string, enabled = true) => useQuery({ ...tableQuery(workspace, ref), enabled });

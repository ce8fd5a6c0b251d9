import { useQuery } from '@tanstack/react-query';
import { at, get } from './client';
import type { List, TableSummary } from './types';
import { workspaceKey } from './workspaces';

export const useTables = (workspace: string, enabled = true) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'tables'],
    queryFn: ({ signal }) => get<List<TableSummary>>(at`/workspaces/${workspace}/tables`, signal),
    select: (list) => list.items,
    enabled,
  });

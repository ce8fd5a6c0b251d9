import { useQuery } from '@tanstack/react-query';
import { at, get } from './client';
import type { AppSummary, List, Revision, WorkspaceSummary } from './types';

/** Everything cached about one workspace stands under this key, so that one call forgets it all. */
export const workspaceKey = (workspace: string) => ['workspace', workspace] as const;

export const useWorkspaces = () =>
  useQuery({ queryKey: ['workspaces'], queryFn: ({ signal }) => get<List<WorkspaceSummary>>('/workspaces', signal), select: (list) => list.items });

export const useWorkspace = (workspace: string) =>
  useQuery({ queryKey: workspaceKey(workspace), queryFn: ({ signal }) => get<WorkspaceSummary>(at`/workspaces/${workspace}`, signal) });

export const useApps = (workspace: string, enabled = true) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'apps'],
    enabled,
    queryFn: ({ signal }) => get<List<AppSummary>>(at`/workspaces/${workspace}/apps`, signal),
    select: (list) => list.items,
  });

export const useRevisions = (workspace: string, enabled: boolean) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'revisions'],
    enabled,
    queryFn: ({ signal }) => get<List<Revision>>(at`/workspaces/${workspace}/revisions`, signal),
    select: (list) => list.items,
  });

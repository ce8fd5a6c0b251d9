import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { at, get, post } from './client';
import { lines } from './lines';
import type { CheckStep, Connector, List, SchemaDifference, Source } from './types';
import { workspaceKey } from './workspaces';

export const useConnectors = () =>
  useQuery({ queryKey: ['connectors'], queryFn: ({ signal }) => get<List<Connector>>('/connectors', signal), select: (list) => list.items, staleTime: Infinity });

export const useSources = (workspace: string, enabled = true) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'sources'],
    queryFn: ({ signal }) => get<List<Source>>(at`/workspaces/${workspace}/sources`, signal),
    select: (list) => list.items,
    enabled,
  });

/** What a new connection is described by: the fields of its kind, or an address that says it all. */
export type ConnectionInput = { settings: Record<string, unknown> } | { url: string };

/** Test a connection that is not saved yet, step by step. */
export const checkConnection = (kind: string, input: ConnectionInput, signal: AbortSignal) =>
  lines<CheckStep>(at`/connectors/${kind}/check`, 'url' in input ? { url: input.url } : { settings: input.settings }, signal);

/** Test a saved data source, step by step. */
export const checkSource = (workspace: string, source: string, signal: AbortSignal) =>
  lines<CheckStep>(at`/workspaces/${workspace}/sources/${source}/check`, {}, signal);

/** Read the schema of a source again and keep what changed. */
export function useDescribeSource(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (source: string) => post<SchemaDifference>(at`/workspaces/${workspace}/sources/${source}/describe`),
    onSuccess: () => queries.invalidateQueries({ queryKey: workspaceKey(workspace) }),
  });
}

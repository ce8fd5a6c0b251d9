import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { at, get, patch, post, remove } from './client';
import { lines } from './lines';
import { spoken } from './spoken';
import type { CheckStep, Connector, List, SchemaDifference, Source, SourceUse } from './types';
import { isDraft } from './versions';
import { workspaceKey } from './workspaces';

export const useConnectors = (enabled = true) =>
  useQuery({ enabled, queryKey: ['connectors'], queryFn: ({ signal }) => get<List<Connector>>(spoken('/connectors'), signal), select: (list) => list.items, staleTime: Infinity });

export const useSources = (workspace: string, enabled = true) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'sources'],
    queryFn: ({ signal }) => get<List<Source>>(at`/workspaces/${workspace}/sources`, signal),
    select: (list) => list.items,
    enabled,
  });

/** What a new connection is described by: the fields of its kind, or an address that says it all. */
export type ConnectionInput = { settings: Record<string, unknown> } | { url: string };

const told = (kind: string, input: ConnectionInput) => ('url' in input ? { url: input.url } : { kind, settings: input.settings });

/** Test a connection that is not saved yet, step by step; of a workspace, with its variables. */
export const checkConnection = (kind: string, input: ConnectionInput, signal: AbortSignal, workspace?: string) => {
  if (workspace !== undefined) return lines<CheckStep>(at`/workspaces/${workspace}/sources/check`, told(kind, input), signal);
  return lines<CheckStep>(at`/connectors/${kind}/check`, 'url' in input ? { url: input.url } : { settings: input.settings }, signal);
};

/** Connect one more data source to a workspace; its tables are described at once. */
export function useConnectSource(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, ...input }: ConnectionInput & { kind: string }) => post<Source>(at`/workspaces/${workspace}/sources`, told(kind, input)),
    onSuccess: () => queries.invalidateQueries({ queryKey: workspaceKey(workspace) }),
  });
}

/** A source in its own environment: without a word, changes are those of the draft. */
const one = (workspace: string, source: string, below = '') => `${at`/workspaces/${workspace}/sources/${source}`}${below}${isDraft(workspace) ? '' : '?env=production'}`;

/** Test a saved data source, step by step: as it is, or with other settings before they are saved. */
export const checkSource = (workspace: string, source: string, signal: AbortSignal, settings?: Record<string, unknown>) =>
  lines<CheckStep>(one(workspace, source, '/check'), settings === undefined ? {} : { settings }, signal);

export const useSource = (workspace: string, source: string, enabled = true) =>
  useQuery({ queryKey: [...workspaceKey(workspace), 'sources', source], queryFn: ({ signal }) => fetchSource(workspace, source, signal), enabled });

export const fetchSource = (workspace: string, source: string, signal?: AbortSignal) => get<Source>(one(workspace, source), signal);

/** What would break without a source. */
export const useSourceUses = (workspace: string, source: string, enabled: boolean) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'sources', source, 'uses'],
    queryFn: ({ signal }) => get<List<SourceUse>>(at`/workspaces/${workspace}/sources/${source}/uses`, signal),
    select: (list) => list.items,
    enabled,
  });

export type SourceChanges = Partial<Pick<Source, 'title' | 'description' | 'read_only' | 'settings'>> & { expect_revision?: number };

export function useSourceChanges(workspace: string, source: string) {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: workspaceKey(workspace) });
  return {
    change: useMutation({ mutationFn: (changes: SourceChanges) => patch<Source>(one(workspace, source), changes), onSuccess }),
    remove: useMutation({
      mutationFn: () => remove(at`/workspaces/${workspace}/sources/${source}`),
      // Not waited for: the page of what is gone would be gone too, before it leads on.
      onSuccess: () => void onSuccess(),
    }),
    /** What taking the present schema over would change. */
    compare: useMutation({ mutationFn: () => post<SchemaDifference>(at`/workspaces/${workspace}/sources/${source}/describe`, { dry_run: true }) }),
  };
}

/** Read the schema of a source again and keep what changed. */
export function useDescribeSource(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (source: string) => post<SchemaDifference>(at`/workspaces/${workspace}/sources/${source}/describe`),
    onSuccess: () => queries.invalidateQueries({ queryKey: workspaceKey(workspace) }),
  });
}

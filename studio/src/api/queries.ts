import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { at, get, post, put, remove } from './client';
import type { List, QueryNames, QueryResult, QuerySummary } from './types';
import { workspaceKey } from './workspaces';

export interface QueryParameter {
  name: string;
  type: string;
  many: boolean;
  required: boolean;
  default: string | null;
  label?: string | null;
  help?: string | null;
}

export interface QueryColumn {
  name: string;
  native: string | null;
  /** An expression over the other columns: it is computed, and not of the result. */
  value?: string | null;
  /** Of a computed column that of what it gives, when nobody chose one. */
  type?: string | undefined;
  label: string | null;
  help?: string | null;
  sensitive: boolean;
  long?: boolean;
}

type SampleValue = string | number | boolean | null;

/** Values to try it with, kept with the query. */
export interface QuerySample {
  name: string;
  values: Record<string, SampleValue | SampleValue[]>;
}

/** A query as it is written; what is not named here is kept as it is. */
export interface QueryDefinition {
  title: string | null;
  description: string | null;
  source: string | null;
  sql: string;
  parameters: QueryParameter[];
  samples: QuerySample[];
  columns: QueryColumn[];
  writes: boolean;
  max_rows: number | null;
  timeout_s: number | null;
  cache_s: number | null;
}

export interface StoredQuery {
  name: string;
  definition: QueryDefinition;
  revision: number;
}

export type Given = Record<string, string>;

const queryKey = (workspace: string, name: string) => [...workspaceKey(workspace), 'query', name] as const;

export const useQueryList = (workspace: string, enabled = true) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'queries'],
    queryFn: ({ signal }) => get<List<QuerySummary>>(at`/workspaces/${workspace}/queries`, signal),
    select: (list) => list.items,
    enabled,
  });

export const fetchQuery = (workspace: string, name: string, signal?: AbortSignal) => get<StoredQuery>(at`/workspaces/${workspace}/queries/${name}`, signal);

export const useStoredQuery = (workspace: string, name: string) => useQuery({ queryKey: queryKey(workspace, name), queryFn: ({ signal }) => fetchQuery(workspace, name, signal) });

/** Tables and columns that a query to a source may name. */
export const useQueryNames = (workspace: string, source: string | null) =>
  useQuery({ queryKey: [...workspaceKey(workspace), 'query-names', source], queryFn: () => post<QueryNames>(at`/workspaces/${workspace}/queries/names`, { source }) });

const filled = (given: Given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));

export const tryQuery = (workspace: string, definition: QueryDefinition, given: Given, anew: boolean) => post<QueryResult>(at`/workspaces/${workspace}/queries/try`, { definition, parameters: filled(given), anew });

export const runQuery = (workspace: string, name: string, given: Given) => post<QueryResult>(at`/workspaces/${workspace}/queries/${name}/run`, { parameters: filled(given) });

export const planQuery = (workspace: string, definition: QueryDefinition, given: Given) => post<{ lines: string[] }>(at`/workspaces/${workspace}/queries/plan`, { definition, parameters: filled(given) });

export interface QueryToSave {
  name: string;
  definition: Partial<QueryDefinition>;
  revision?: number;
}

/** Changes of queries; each renews all that is known of the workspace. */
export function useQueryChanges(workspace: string) {
  const known = useQueryClient();
  const onSuccess = () => known.invalidateQueries({ queryKey: workspaceKey(workspace) });
  return {
    save: useMutation({
      mutationFn: ({ name, definition, revision }: QueryToSave) => put<StoredQuery>(at`/workspaces/${workspace}/queries/${name}`, definition, revision === undefined ? {} : { expectRevision: revision }),
      onSuccess,
    }),
    rename: useMutation({
      mutationFn: ({ name, to }: { name: string; to: string }) => post<StoredQuery>(at`/workspaces/${workspace}/queries/${name}/rename`, { name: to }),
      // Not waited for: its page is at another address from now on.
      onSuccess: () => void onSuccess(),
    }),
    remove: useMutation({
      mutationFn: (name: string) => remove(at`/workspaces/${workspace}/queries/${name}`),
      // Not waited for: the page of what is gone would be gone too, before it leads on.
      onSuccess: () => void onSuccess(),
    }),
  };
}

import { useQuery } from '@tanstack/react-query';
import { at, get } from './client';
import type { List, Role, RowVerb } from './types';
import { workspaceKey } from './workspaces';

export const useRoles = (workspace: string, enabled = true) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'roles'],
    queryFn: ({ signal }) => get<List<Role>>(at`/workspaces/${workspace}/roles`, signal),
    select: (list) => list.items,
    enabled,
  });

export type Cell = Partial<Record<RowVerb, boolean | string>>;

/** What each role may do with the rows of each table. */
export interface AccessMatrix {
  roles: { name: string; title: string }[];
  tables: { ref: string; title: string }[];
  cells: Record<string, Record<string, Cell>>;
}

export const useAccessMatrix = (workspace: string) =>
  useQuery({ queryKey: [...workspaceKey(workspace), 'access-matrix'], queryFn: ({ signal }) => get<AccessMatrix>(at`/workspaces/${workspace}/access-matrix`, signal) });

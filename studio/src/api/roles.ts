import { useQuery } from '@tanstack/react-query';
import { at, get } from './client';
import type { AccessMatrix, List, Role } from './types';
import { workspaceKey } from './workspaces';

export const useRoles = (workspace: string, enabled = true) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'roles'],
    queryFn: ({ signal }) => get<List<Role>>(at`/workspaces/${workspace}/roles`, signal),
    select: (list) => list.items,
    enabled,
  });

export const useAccessMatrix = (workspace: string) =>
  useQuery({ queryKey: [...workspaceKey(workspace), 'access-matrix'], queryFn: ({ signal }) => get<AccessMatrix>(at`/workspaces/${workspace}/access-matrix`, signal) });

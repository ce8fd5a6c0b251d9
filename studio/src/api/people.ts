import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { at, getAll, put } from './client';
import type { Member } from './types';
import { usersKey } from './users';
import { workspaceKey } from './workspaces';

const peopleKey = (workspace: string) => [...workspaceKey(workspace), 'people'] as const;

/** Who has a role in a workspace, and the administrators of the installation. */
export const usePeople = (workspace: string) =>
  useQuery({ queryKey: peopleKey(workspace), queryFn: ({ signal }) => getAll<Member>(at`/workspaces/${workspace}/people`, signal) });

export interface RolesToGive {
  /** The id or e-mail address of somebody who has an account. */
  who: string;
  roles: string[];
}

/** Makes these somebody's roles in a workspace. */
export function useGiveRoles(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ who, roles }: RolesToGive) => put<Member>(at`/workspaces/${workspace}/people/${who}`, { roles }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: peopleKey(workspace) }), queries.invalidateQueries({ queryKey: usersKey })]),
  });
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { at, getAll, patch, post, remove } from './client';
import type { User } from './types';

export const usersKey = ['users'] as const;

export const useUsers = (enabled = true) =>
  useQuery({ queryKey: usersKey, queryFn: ({ signal }) => getAll<User>('/users', signal), enabled });

export interface NewUser {
  name: string;
  email: string;
  is_admin: boolean;
}

/** Changes to people; every one of them renews the list. */
export function useUserChanges() {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: usersKey });
  return {
    create: useMutation({ mutationFn: (user: NewUser) => post<User & { link: string | null }>('/users', { ...user, link: true }), onSuccess }),
    update: useMutation({
      mutationFn: ({ id, ...changes }: { id: string } & Partial<Pick<User, 'name' | 'email' | 'is_active' | 'is_admin'>>) => patch<User>(at`/users/${id}`, changes),
      onSuccess,
    }),
    setPassword: useMutation({ mutationFn: (id: string) => post<{ password: string }>(at`/users/${id}/password`), onSuccess }),
    remove: useMutation({ mutationFn: (id: string) => remove(at`/users/${id}`), onSuccess }),
    signOut: useMutation({ mutationFn: (id: string) => remove<{ ended: number }>(at`/users/${id}/sessions`) }),
    makeLink: useMutation({ mutationFn: (id: string) => post<{ path: string }>(at`/users/${id}/link`) }),
  };
}

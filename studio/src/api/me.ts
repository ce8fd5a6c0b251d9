import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { chosen } from '@/text/language';
import { rememberCsrfToken, get, patch, post, remove } from './client';
import { Problem } from './problem';
import type { Me, SetupState } from './types';

export const meKey = ['me'] as const;

/** Who is signed in, or null. */
export async function fetchMe(): Promise<Me | null> {
  try {
    const me = await get<Me>('/me');
    rememberCsrfToken(me.csrf ?? '');
    return me;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

export const useMe = () => useQuery({ queryKey: meKey, queryFn: fetchMe, staleTime: 60_000 });

export const useSetupState = (enabled: boolean) =>
  useQuery({ queryKey: ['setup'], queryFn: () => get<SetupState>('/setup'), enabled, staleTime: 0 });

export interface Credentials {
  email: string;
  password: string;
}

export interface FirstAdministrator extends Credentials {
  code: string;
  name: string;
}

/** Sign in; the answer is the new `me`. */
export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => post('/session', credentials),
    onSuccess: () => queries.query({ queryKey: meKey, queryFn: fetchMe, staleTime: 0 }),
  });
}

/** Create the first administrator and sign in as them. */
export function useSetUp() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (administrator: FirstAdministrator) => {
      await post('/setup', administrator);
      if ((await fetchMe()) === null) {
        await post('/session', { email: administrator.email, password: administrator.password });
        await fetchMe();
      }
      if (chosen !== null) await patch('/me', { locale: chosen }); // apps and the server speak it too
    },
    onSuccess: async () => {
      queries.removeQueries({ queryKey: ['setup'] });
      await queries.query({ queryKey: meKey, queryFn: fetchMe, staleTime: 0 });
    },
  });
}

/** End this session and forget everything that was read in it. */
export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => remove('/session'),
    onSuccess: () => {
      rememberCsrfToken('');
      queries.clear();
    },
  });
}

export function useUpdateMe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (changes: Partial<Pick<Me, 'name' | 'time_zone' | 'locale'>>) => patch<Me>('/me', changes),
    onSuccess: () => queries.invalidateQueries({ queryKey: meKey }),
  });
}

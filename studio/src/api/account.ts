import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { at, get, post, remove } from './client';
import { fetchMe, meKey } from './me';
import type { ApiToken, List, Session } from './types';

const sessionsKey = ['sessions'] as const;
const tokensKey = ['tokens'] as const;

export const useSessions = () => useQuery({ queryKey: sessionsKey, queryFn: ({ signal }) => get<List<Session>>('/sessions', signal), select: (list) => list.items });

export const useTokens = () =>
  useQuery({ queryKey: tokensKey, queryFn: ({ signal }) => get<List<ApiToken>>('/tokens', signal), select: (list) => list.items.filter((token) => !token.revoked_at) });

export interface NewToken {
  name: string;
  scopes: string[] | null;
  expires_at: string | null;
}

/** Changes to one's own sessions, tokens and password. */
export function useAccountChanges() {
  const queries = useQueryClient();
  const renew = (queryKey: readonly string[]) => () => queries.invalidateQueries({ queryKey });
  return {
    endSession: useMutation({ mutationFn: (id: string) => remove(at`/sessions/${id}`), onSuccess: renew(sessionsKey) }),
    endOthers: useMutation({ mutationFn: () => remove<{ ended: number }>('/sessions?keep_current=true'), onSuccess: renew(sessionsKey) }),
    createToken: useMutation({ mutationFn: (token: NewToken) => post<ApiToken & { token: string }>('/tokens', token), onSuccess: renew(tokensKey) }),
    revokeToken: useMutation({ mutationFn: (id: string) => remove(at`/tokens/${id}`), onSuccess: renew(tokensKey) }),
    changePassword: useMutation({
      mutationFn: (passwords: { current_password: string | null; password: string }) => post('/me/password', passwords),
      onSuccess: async () => {
        await queries.query({ queryKey: meKey, queryFn: fetchMe, staleTime: 0 });
        await renew(sessionsKey)();
      },
    }),
  };
}

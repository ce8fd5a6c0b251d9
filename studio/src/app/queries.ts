import { QueryClient } from '@tanstack/react-query';
import { Problem } from '@/api/problem';

/** What cannot get better by asking again: the request itself was refused. */
function isFinal(error: Error): boolean {
  return error instanceof Problem && error.status >= 400 && error.status < 500;
}

/** Without a network an answer is not waited for: it is said at once, and asked again when the network is back. */
const mayHelp = (count: number, error: Error): boolean => !isFinal(error) && count < 2 && navigator.onLine;

/** The cache of server answers. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: mayHelp, refetchOnWindowFocus: true, networkMode: 'always', refetchOnReconnect: true },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

import { QueryClient } from '@tanstack/react-query';
import { Problem } from '@/api/problem';

/** What cannot get better by asking again: the request itself was refused. */
function isFinal(error: Error): boolean {
  return error instanceof Problem && error.status >= 400 && error.status < 500;
}

/** The cache of server answers. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (count, error) => !isFinal(error) && count < 2, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { at, get } from './client';
import type { Find, List } from './types';
import { workspaceKey } from './workspaces';

/** One letter stands almost everywhere. */
const LEAST = 2;

/** Definitions that are called so, and lines of their text that say so; for who designs the workspace. */
export const useFinds = (workspace: string, words: string, enabled: boolean) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'search', words],
    queryFn: ({ signal }) => get<List<Find>>(`${at`/workspaces/${workspace}/search`}?${new URLSearchParams({ text: words }).toString()}`, signal),
    select: (list) => list.items,
    enabled: enabled && words.trim().length >= LEAST,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    gcTime: 30_000,
  });

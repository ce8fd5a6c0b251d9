import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { at, call, get, patch, post, put, remove } from './client';
import type { CommentThread, DefinitionEditor, List } from './types';
import { baseOf } from './versions';

const AGAIN_MS = 15_000;
const commentsKey = (workspace: string, path: string) => ['definition comments', baseOf(workspace), path] as const;

export interface AboutComponent {
  id: string | null;
  place: string;
  title: string;
}

/** What is said about a definition, asked again now and then, as others say something too. */
export const useThreads = (workspace: string, path: string) =>
  useQuery({
    queryKey: commentsKey(workspace, path),
    queryFn: ({ signal }) => get<List<CommentThread>>(`${at`/workspaces/${workspace}/definition-comments`}?${new URLSearchParams({ path }).toString()}`, signal),
    select: (list) => list.items,
    refetchInterval: AGAIN_MS,
  });

export function useThreadChanges(workspace: string, path: string) {
  const known = useQueryClient();
  const onSuccess = () => known.invalidateQueries({ queryKey: commentsKey(workspace, path) });
  const one = (id: string) => at`/workspaces/${workspace}/definition-comments/${id}`;
  return {
    add: useMutation({ mutationFn: (body: { text: string; thread?: string; component?: AboutComponent | null }) => post(at`/workspaces/${workspace}/definition-comments`, { path, ...body }), onSuccess }),
    change: useMutation({ mutationFn: ({ id, text }: { id: string; text: string }) => patch(one(id), { text }), onSuccess }),
    takeBack: useMutation({ mutationFn: (id: string) => remove(one(id)), onSuccess }),
    resolve: useMutation({ mutationFn: ({ id, isResolved }: { id: string; isResolved: boolean }) => put(`${one(id)}/resolved`, { is_resolved: isResolved }), onSuccess }),
  };
}

const editingPath = (workspace: string, path: string, since: number | null = null) =>
  `${at`/workspaces/${workspace}/editing`}?${new URLSearchParams({ path, ...(since === null ? {} : { since: String(since) }) }).toString()}`;

/** `since` is the revision that is edited: what was stored after it is told as well. */
export const fetchEditor = (workspace: string, path: string, since: number | null, signal: AbortSignal) => get<DefinitionEditor>(editingPath(workspace, path, since), signal);

interface EditingHere {
  since: number | null;
  takeOver?: boolean;
  signal?: AbortSignal;
}

export const editHere = (workspace: string, path: string, { since, takeOver = false, signal }: EditingHere) =>
  call<DefinitionEditor>('PUT', at`/workspaces/${workspace}/editing`, { body: { path, take_over: takeOver, since }, ...(signal === undefined ? {} : { signal }) });
export const editNoLonger = (workspace: string, path: string) => remove(editingPath(workspace, path));

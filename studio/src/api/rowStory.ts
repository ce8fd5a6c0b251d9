import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { components } from '@/generated/api';
import { at, get, patch, post, remove } from './client';
import type { StoredRow } from './rows';
import { workspaceKey } from './workspaces';

type Schemas = components['schemas'];
export type RowComment = Schemas['CommentAnswer'];
export type RowEvent = Schemas['RowChangeAnswer'];

const rowOf = (workspace: string, table: string, id: string) => at`/workspaces/${workspace}/tables/${table}/rows/${id}`;
/** What is known of the stories of a table's rows, or of one. */
export const storyKey = (workspace: string, table: string, ...id: string[]) => [...workspaceKey(workspace), 'story', table, ...id];

/** What happened to a row, newest first. */
export const useRowHistory = (workspace: string, table: string, id: string, moment: number) =>
  useQuery({
    queryKey: [...storyKey(workspace, table, id), 'history', moment],
    queryFn: ({ signal }) => get<{ items: RowEvent[]; before: number | null }>(`${rowOf(workspace, table, id)}/history`, signal),
    placeholderData: (before) => before,
  });

/** What was said about a row, the last first. */
export const useRowComments = (workspace: string, table: string, id: string) =>
  useQuery({ queryKey: [...storyKey(workspace, table, id), 'comments'], queryFn: ({ signal }) => get<{ items: RowComment[]; before: number | null }>(`${rowOf(workspace, table, id)}/comments`, signal) });

/** Have a row be as it was after one of its changes. */
export const restoreRow = (workspace: string, table: string, id: string, change: number) => post<StoredRow>(`${rowOf(workspace, table, id)}/restore`, { change });

export function useCommentChanges(workspace: string, table: string, id: string) {
  const known = useQueryClient();
  const onSuccess = () => known.invalidateQueries({ queryKey: storyKey(workspace, table, id) });
  const comments = `${rowOf(workspace, table, id)}/comments`;
  return {
    add: useMutation({ mutationFn: (body: string) => post(comments, { body }), onSuccess }),
    change: useMutation({ mutationFn: ({ id: comment, body }: { id: string; body: string }) => patch(`${comments}/${encodeURIComponent(comment)}`, { body }), onSuccess }),
    takeBack: useMutation({ mutationFn: (comment: string) => remove(`${comments}/${encodeURIComponent(comment)}`), onSuccess }),
  };
}

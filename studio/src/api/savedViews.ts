import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { components } from '@/generated/api';
import { at, get, patch, post, remove } from './client';
import { workspaceKey } from './workspaces';

type Schemas = components['schemas'];
export type SavedView = Schemas['SavedViewAnswer'];
export type SavedViews = Pick<Schemas['SavedViewsAnswer'], 'items' | 'may_share'>;
export type ViewContent = Required<Schemas['ViewBody']>;
export type ViewGiven = Pick<SavedView, 'name' | 'is_shared' | 'is_default'> & { content: ViewContent };

const viewsOf = (workspace: string, table: string) => at`/workspaces/${workspace}/tables/${table}/views`;
const viewsKey = (workspace: string, table: string) => [...workspaceKey(workspace), 'views', table];

/** The saved views of a table: everyone's and one's own. */
export const useSavedViews = (workspace: string, table: string) =>
  useQuery({ queryKey: viewsKey(workspace, table), queryFn: ({ signal }) => get<SavedViews>(viewsOf(workspace, table), signal) });

export function useViewChanges(workspace: string, table: string) {
  const known = useQueryClient();
  const onSuccess = () => known.invalidateQueries({ queryKey: viewsKey(workspace, table) });
  return {
    save: useMutation({ mutationFn: (given: ViewGiven) => post<SavedView>(viewsOf(workspace, table), given), onSuccess }),
    change: useMutation({ mutationFn: ({ id, ...given }: { id: string } & Partial<ViewGiven>) => patch<SavedView>(`${viewsOf(workspace, table)}/${id}`, given), onSuccess }),
    forget: useMutation({ mutationFn: (id: string) => remove(`${viewsOf(workspace, table)}/${id}`), onSuccess }),
  };
}

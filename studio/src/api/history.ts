import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { at, get, post } from './client';
import type { DefinitionChange, DefinitionHistory, Happening } from './types';
import { baseOf } from './versions';

const historyKey = (workspace: string) => ['history', baseOf(workspace)] as const;

/** When a definition was: after a revision of the workspace, or in a version. */
export type Moment = Pick<Happening, 'revision' | 'version'>;

const asked = (path: string, moment?: Moment) =>
  new URLSearchParams({ path, ...(moment?.revision === undefined || moment.revision === null ? {} : { revision: String(moment.revision) }), ...(moment?.version === undefined || moment.version === null ? {} : { version: String(moment.version) }) });

export const useHistory = (workspace: string, path: string) =>
  useQuery({
    queryKey: [...historyKey(workspace), path],
    queryFn: ({ signal }) => get<DefinitionHistory>(`${at`/workspaces/${workspace}/history`}?${asked(path).toString()}`, signal),
    gcTime: 0,
  });

/** How a definition changed at a moment, or with `withNow` how it was then and is now. */
export const useHistoryChange = (workspace: string, path: string, moment: Moment, withNow: boolean) =>
  useQuery({
    queryKey: [...historyKey(workspace), path, 'change', moment.revision, moment.version, withNow],
    queryFn: ({ signal }) => get<DefinitionChange>(`${at`/workspaces/${workspace}/history/change`}?${asked(path, moment).toString()}&with_now=${withNow}`, signal),
    gcTime: 0,
  });

export interface RestoreRequest {
  path: string;
  revision: number | null;
  version: number | null;
  expect_revision: number | null;
  allow_loss: boolean;
}

export function useRestore(workspace: string) {
  const known = useQueryClient();
  return useMutation({ mutationFn: (body: RestoreRequest) => post<{ revision: number }>(at`/workspaces/${workspace}/history/restore`, body), onSuccess: () => known.invalidateQueries() });
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Subject } from '@/designer/subject';
import { at, get, remove } from './client';
import type { EventRun, List } from './types';
import { workspaceKey } from './workspaces';

const EVERY_MS = 2000;

const runsPath = (workspace: string) => at`/workspaces/${workspace}/event-runs`;
const runsKey = (workspace: string) => [...workspaceKey(workspace), 'event-runs'];

/** The last events that one ran oneself on a screen, or in a module; asked for again and again while they are looked at. */
export const useEventRuns = ({ workspace, file }: Subject) =>
  useQuery({
    queryKey: [...runsKey(workspace), file],
    queryFn: ({ signal }) => get<List<EventRun>>(`${runsPath(workspace)}?file=${encodeURIComponent(file)}`, signal),
    select: (list) => list.items,
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: 'always',
  });

/** Forget the events that one ran. */
export function useClearEventRuns(workspace: string) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: () => remove(runsPath(workspace)), onSuccess: () => queries.invalidateQueries({ queryKey: runsKey(workspace) }) });
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { at, get, post, put, remove } from './client';
import type { DefinitionChange, Environment, List, Release, Schedule, Version, Versions } from './types';
import { workspaceKey } from './workspaces';

/** What is cached of environments and versions: of the workspace and its draft alike. */
const versionsKey = (workspace: string) => ['versions', baseOf(workspace)] as const;

/** The name without its environment: `desk` of `desk@development`. */
export const baseOf = (workspace: string) => workspace.split('@', 1)[0] ?? workspace;

export const isDraft = (workspace: string) => workspace.endsWith('@development');

export const useEnvironments = (workspace: string, enabled = true) =>
  useQuery({
    queryKey: [...versionsKey(workspace), 'environments'],
    queryFn: ({ signal }) => get<List<Environment>>(at`/workspaces/${workspace}/environments`, signal),
    select: (list) => list.items,
    enabled,
  });

export const useVersions = (workspace: string) =>
  useQuery({ queryKey: [...versionsKey(workspace), 'list'], queryFn: ({ signal }) => get<Versions>(at`/workspaces/${workspace}/versions`, signal) });

/** How two versions differ: what the draft changes when `after` is missing, and what is served when `before` is. */
export const useChanges = (workspace: string, { before, after, enabled = true }: { before?: number; after?: number; enabled?: boolean } = {}) =>
  useQuery({
    queryKey: [...versionsKey(workspace), 'changes', before, after],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams(Object.entries({ before, after }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
      return get<List<DefinitionChange>>(`${at`/workspaces/${workspace}/changes`}?${asked.toString()}`, signal);
    },
    select: (list) => list.items,
    enabled,
    gcTime: 0,
  });

/** What publishing (or going back to a version) would do, asked anew each time. */
export const useReleasePlan = (workspace: string, version?: number) =>
  useQuery({
    queryKey: [...versionsKey(workspace), 'plan', version ?? null],
    queryFn: () =>
      version === undefined ? post<Release>(at`/workspaces/${workspace}/publish/plan`, {}) : post<Release>(at`/workspaces/${workspace}/rollback/plan`, { version }),
    gcTime: 0,
    staleTime: 0,
  });

/** What is to be published at a time; looked at again now and then, as it is carried out by itself. */
export const useSchedule = (workspace: string) =>
  useQuery({
    queryKey: [...versionsKey(workspace), 'schedule'],
    queryFn: ({ signal }) => get<Schedule>(at`/workspaces/${workspace}/schedule`, signal),
    select: ({ scheduled }) => scheduled,
    refetchInterval: (query) => (query.state.data?.scheduled?.refused === null ? 10_000 : false),
  });

export interface ScheduleRequest {
  at: string;
  message: string;
  allow_loss: boolean;
  expect_revision: number | null;
}

export interface PublishRequest {
  message: string;
  allow_loss: boolean;
  copy_rows: boolean;
  expect_revision: number | null;
}

export function useVersionChanges(workspace: string) {
  const known = useQueryClient();
  const onSuccess = () =>
    Promise.all([
      known.invalidateQueries({ queryKey: versionsKey(workspace) }),
      known.invalidateQueries({ queryKey: ['workspaces'] }),
      known.invalidateQueries({ queryKey: workspaceKey(baseOf(workspace)) }),
    ]);
  return {
    publish: useMutation({ mutationFn: (body: PublishRequest) => post<Version>(at`/workspaces/${workspace}/publish`, body), onSuccess }),
    rollBack: useMutation({
      mutationFn: (body: { version: number; message: string | null; allow_loss: boolean }) => post<Version>(at`/workspaces/${workspace}/rollback`, body),
      onSuccess,
    }),
    schedule: useMutation({ mutationFn: (body: ScheduleRequest) => put<Schedule>(at`/workspaces/${workspace}/schedule`, body), onSuccess }),
    unschedule: useMutation({ mutationFn: () => remove(at`/workspaces/${workspace}/schedule`), onSuccess }),
    startDraft: useMutation({ mutationFn: (copyRows: boolean) => post<List<Environment>>(at`/workspaces/${workspace}/draft`, { copy_rows: copyRows }), onSuccess }),
    discardDraft: useMutation({ mutationFn: () => remove(at`/workspaces/${workspace}/draft`), onSuccess }),
  };
}

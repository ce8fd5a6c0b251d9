import { useQuery } from '@tanstack/react-query';
import { at, call, get } from './client';
import { spoken } from './spoken';
import type { JsonSchema } from './types';
import { workspaceKey } from './workspaces';

/** Every definition of a workspace as the text of its file, and the revision they are of. */
export interface Files {
  revision: number;
  files: Record<string, string>;
}

export const fetchFiles = (workspace: string, signal?: AbortSignal) => get<Files>(at`/workspaces/${workspace}/files`, signal);

export const useFiles = (workspace: string) => useQuery({ queryKey: [...workspaceKey(workspace), 'files'], queryFn: ({ signal }) => fetchFiles(workspace, signal), gcTime: 0 });

export interface FilesToStore {
  files: Record<string, string>;
  message: string;
  expect_revision: number | null;
  allow_loss: boolean;
  /** Only say what is wrong. */
  dry_run?: boolean;
}

export const storeFiles = (workspace: string, body: FilesToStore, signal?: AbortSignal) => call<{ revision: number }>('PUT', at`/workspaces/${workspace}/files`, signal === undefined ? { body } : { body, signal });

/** The schema of a kind of definition. */
export const useSchema = (kind: string) => useQuery({ queryKey: ['schemas', kind], queryFn: ({ signal }) => get<JsonSchema>(spoken(`/schemas/${kind}`), signal), staleTime: Infinity, gcTime: Infinity });

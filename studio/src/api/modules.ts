import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { JsonObject, NodeDefinition, Path } from '@/designer/document/types';
import { at, get, post, put, remove } from './client';
import type { Definition, List, ModuleInfo } from './types';
import { workspaceKey } from './workspaces';

/** What each use of a module says for itself. */
export interface ModuleSetting {
  name: string;
  label: string | null;
  help: string | null;
  type: 'text' | 'whole' | 'number' | 'boolean' | 'date' | 'datetime' | 'choice' | 'any';
  options: string[];
  required: boolean;
  default: unknown;
}

/** A module in a list; its settings are objects to OpenAPI. */
export type ModuleSummary = Omit<ModuleInfo, 'settings'> & { settings: ModuleSetting[] };

/** What components would be as a module, and the component to put in their place. */
export interface PlannedModule {
  name: string;
  definition: JsonObject;
  use: NodeDefinition;
  /** For each of its settings the expression it stands for. */
  reads: Record<string, string>;
}

const modulesPath = (workspace: string) => at`/workspaces/${workspace}/modules`;
const modulePath = (workspace: string, module: string) => at`/workspaces/${workspace}/modules/${module}`;

export const useModules = (workspace: string) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'modules'],
    queryFn: ({ signal }) => get<List<ModuleSummary>>(modulesPath(workspace), signal),
    select: (list) => list.items,
  });

export const fetchModule = (workspace: string, module: string) => get<Definition>(modulePath(workspace, module));

export interface Group {
  /** The file of the screen or module that is designed. */
  of: string;
  definition: JsonObject;
  group: readonly Path[];
  title: string;
}

/** What components beside each other would be as a module; nothing is stored. */
export const planModule = (workspace: string, group: Group) => post<PlannedModule>(`${modulesPath(workspace)}/plan`, group);

/** The components of a module with what it is told written into them; nothing is stored. */
export const detachModule = (workspace: string, module: string, values: JsonObject) =>
  post<{ components: NodeDefinition[] }>(`${modulesPath(workspace)}/detach`, { module, values });

/** Changes of modules; each renews all that is known of the workspace. */
export function useModuleChanges(workspace: string) {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: workspaceKey(workspace) });
  return {
    save: useMutation({ mutationFn: ({ module, definition }: { module: string; definition: JsonObject }) => put<Definition>(modulePath(workspace, module), definition), onSuccess }),
    rename: useMutation({ mutationFn: ({ module, to }: { module: string; to: string }) => post<Definition>(`${modulePath(workspace, module)}/rename`, { name: to }), onSuccess }),
    renameSetting: useMutation({
      mutationFn: ({ module, setting, to }: { module: string; setting: string; to: string }) => post<Definition>(`${modulePath(workspace, module)}${at`/settings/${setting}`}/rename`, { name: to }),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (module: string) => remove(modulePath(workspace, module)), onSuccess }),
  };
}

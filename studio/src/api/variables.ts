import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { at, get, post, put, remove } from './client';
import type { Environment, List, Variable, VariableDefinition } from './types';
import { baseOf } from './versions';

export type EnvironmentName = Environment['environment'];

/** Of the workspace and its draft alike: values of both are looked at side by side. */
const variablesKey = (workspace: string) => ['variables', baseOf(workspace)] as const;

const place = (workspace: string, name: string, env?: EnvironmentName) => `${at`/workspaces/${baseOf(workspace)}/variables/${name}`}${env === undefined ? '' : `/value?env=${env}`}`;

/** Every variable as it is in an environment; of a secret one only whether it is set. */
export const useVariables = (workspace: string, env: EnvironmentName, enabled = true) =>
  useQuery({
    queryKey: [...variablesKey(workspace), env],
    queryFn: ({ signal }) => get<List<Variable>>(`${at`/workspaces/${baseOf(workspace)}/variables`}?env=${env}`, signal),
    select: (list) => list.items,
    enabled,
  });

export function useVariableChanges(workspace: string) {
  const known = useQueryClient();
  const onSuccess = () => Promise.all([known.invalidateQueries({ queryKey: variablesKey(workspace) }), known.invalidateQueries({ queryKey: ['versions', baseOf(workspace)] })]);
  return {
    define: useMutation({ mutationFn: ({ name, ...body }: VariableDefinition & { name: string }) => put<Variable>(place(workspace, name), body), onSuccess }),
    rename: useMutation({ mutationFn: ({ name, to }: { name: string; to: string }) => post<Variable>(`${place(workspace, name)}/rename`, { name: to }), onSuccess }),
    remove: useMutation({ mutationFn: (name: string) => remove(place(workspace, name)), onSuccess }),
    set: useMutation({ mutationFn: ({ name, env, value }: { name: string; env: EnvironmentName; value: string }) => put<Variable>(place(workspace, name, env), { value }), onSuccess }),
    clear: useMutation({ mutationFn: ({ name, env }: { name: string; env: EnvironmentName }) => remove(place(workspace, name, env)), onSuccess }),
  };
}

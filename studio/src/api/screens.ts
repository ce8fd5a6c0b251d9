import { useMutation, useQueryClient } from '@tanstack/react-query';
import { at, get, put } from './client';
import { withAccess } from './withAccess';
import type { Place } from './types';
import { workspaceKey } from './workspaces';

interface Definition {
  definition: Record<string, unknown>;
  revision: number;
}

/** Change the role that an app, a screen or a component in it asks for. Nothing else in the definition changes. */
export function useAskedRole(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ place, role }: { place: Place; role: string }) => {
      const [app = '', screen, component] = place.name.split('/');
      const path = screen === undefined ? at`/workspaces/${workspace}/apps/${app}` : at`/workspaces/${workspace}/apps/${app}/screens/${screen}`;
      const { definition, revision } = await get<Definition>(path);
      return put(path, withAccess(definition, component, role), { expectRevision: revision });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: workspaceKey(workspace) }),
  });
}

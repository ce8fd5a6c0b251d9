import { useQuery } from '@tanstack/react-query';
import { planChange, type TableChange } from '@/api/design';
import { workspaceKey } from '@/api/workspaces';

/** What a change would do, asked anew each time: rows may have changed since. */
export const usePlan = (workspace: string, change: TableChange, enabled = true) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'schema-plan', change],
    queryFn: ({ signal }) => planChange(workspace, change, signal),
    enabled,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

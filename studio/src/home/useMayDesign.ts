import { useMe } from '@/api/me';
import { useWorkspaces } from '@/api/workspaces';
import { mayDesign } from './appRows';

/** Whether the person signed in may change what is shown here: once there are versions, that is the draft alone. */
export function useMayChange(workspace: string | undefined): boolean {
  const designs = useMayDesign(workspace);
  const { data: workspaces = [] } = useWorkspaces();
  const published = workspaces.find((item) => item.name === workspace);
  return designs && (published?.version ?? null) === null;
}

/** Whether the person signed in may change what a workspace is made of. */
export function useMayDesign(workspace: string | undefined): boolean {
  const me = useMe().data;
  const { data: workspaces = [] } = useWorkspaces();
  if (!me || workspace === undefined) return false;
  return mayDesign(me, workspaces.find((item) => item.name === workspace || item.draft === workspace));
}

import type { AppSummary, Me, WorkspaceSummary } from '@/api/types';

export interface AppRow {
  workspace: WorkspaceSummary;
  /** Missing when the workspace has no app yet. */
  app?: AppSummary;
}

/** One row for every app, and one for every workspace that has none. */
export function appRows(workspaces: WorkspaceSummary[]): AppRow[] {
  return workspaces.flatMap((workspace) => {
    return workspace.apps.length === 0 ? [{ workspace }] : workspace.apps.map((app) => ({ workspace, app }));
  });
}

/** Whether somebody may change what a workspace is made of; the server decides again at every change. */
export function mayDesign(me: Me, workspace: WorkspaceSummary | undefined): boolean {
  return me.is_admin || Boolean(workspace?.can_design);
}

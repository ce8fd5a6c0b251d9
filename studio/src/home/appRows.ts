import type { AppSummary, Me, WorkspaceSummary } from '@/api/types';

export interface AppRow {
  workspace: WorkspaceSummary;
  /** Missing when the workspace has no app yet. */
  app?: AppSummary;
}

/** One row for every app, and one for every workspace that has none. */
export function appRows(workspaces: WorkspaceSummary[]): AppRow[] {
  return workspaces.flatMap((workspace) => {
    const apps = workspace.apps ?? [];
    return apps.length === 0 ? [{ workspace }] : apps.map((app) => ({ workspace, app }));
  });
}

/** Whether somebody may change what a workspace is made of; the server decides again at every change. */
export function mayDesign(me: Me, workspace: Pick<WorkspaceSummary, 'name' | 'can_design'>): boolean {
  return me.is_admin || (workspace.can_design ?? (me.roles[workspace.name] ?? []).includes('admin'));
}

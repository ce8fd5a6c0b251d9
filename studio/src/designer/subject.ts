import { at } from '@/api/client';

/** What is designed: a screen of an app, or a module. */
export interface Subject {
  sort: 'screen' | 'module';
  workspace: string;
  /** The app whose look it has; of a module any. */
  app: string;
  /** What it is called among those of its sort. */
  name: string;
  /** Where the server is asked about it. */
  address: string;
  /** Its file among the definitions of the workspace. */
  file: string;
}

export const screenSubject = (workspace: string, app: string, screen: string): Subject => ({
  sort: 'screen',
  workspace,
  app,
  name: screen,
  address: at`/workspaces/${workspace}/apps/${app}/screens/${screen}`,
  file: `apps/${app}/screens/${screen}.yaml`,
});

export const moduleSubject = (workspace: string, module: string, app: string): Subject => ({
  sort: 'module',
  workspace,
  app,
  name: module,
  address: at`/workspaces/${workspace}/modules/${module}`,
  file: `modules/${module}.yaml`,
});

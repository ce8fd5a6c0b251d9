import { createBrowserRouter, Outlet, type RouteObject } from 'react-router';
import { SetupPage } from '@/auth/SetupPage';
import { SignInPage } from '@/auth/SignInPage';
import { HomePage } from '@/home/HomePage';
import { CrashPage } from '@/shell/CrashPage';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { SessionGate } from '@/shell/SessionGate';
import { text } from '@/text';

/** Pages behind signing in. Each is loaded when it is first gone to. */
const pages: RouteObject[] = [
  { index: true, element: <HomePage /> },
  { path: 'new', handle: { crumb: text.generate.title }, lazy: async () => ({ Component: (await import('@/generate/GeneratePage')).GeneratePage }) },
  { path: 'users', handle: { crumb: text.shell.users }, lazy: async () => ({ Component: (await import('@/users/UsersPage')).UsersPage }) },
  { path: 'account', handle: { crumb: text.shell.account }, lazy: async () => ({ Component: (await import('@/account/AccountPage')).AccountPage }) },
  { path: 'w/:workspace', lazy: async () => ({ Component: (await import('@/workspace/WorkspacePage')).WorkspacePage }) },
  {
    path: 'w/:workspace/data',
    handle: { crumb: text.shell.data },
    children: [
      { index: true, lazy: async () => ({ Component: (await import('@/data/DataPage')).DataPage }) },
      {
        path: ':source/:table',
        handle: { param: 'table' },
        children: [
          { index: true, lazy: async () => ({ Component: (await import('@/grid/TablePage')).TablePage }) },
          { path: 'design', handle: { crumb: text.tables.design }, lazy: async () => ({ Component: (await import('@/tables/DesignPage')).DesignPage }) },
        ],
      },
      { path: ':source', handle: { param: 'source' }, lazy: async () => ({ Component: (await import('@/data/SourcePage')).SourcePage }) },
    ],
  },
  { path: 'w/:workspace/connect', handle: { crumb: text.data.connect.title }, lazy: async () => ({ Component: (await import('@/data/NewSourcePage')).NewSourcePage }) },
  { path: 'w/:workspace/import', handle: { crumb: text.importing.title }, lazy: async () => ({ Component: (await import('@/import/ImportPage')).ImportPage }) },
  {
    path: 'w/:workspace/queries',
    handle: { crumb: text.queries.title },
    children: [
      { index: true, lazy: async () => ({ Component: (await import('@/queries/QueriesPage')).QueriesPage }) },
      { path: ':query', handle: { param: 'query' }, lazy: async () => ({ Component: (await import('@/queries/QueryPage')).QueryPage }) },
    ],
  },
  {
    path: 'w/:workspace/apps',
    handle: { crumb: text.shell.apps },
    children: [
      { index: true, lazy: async () => ({ Component: (await import('@/apps/AppsPage')).AppsPage }) },
      {
        path: ':app',
        handle: { param: 'app' },
        children: [
          { index: true, lazy: async () => ({ Component: (await import('@/apps/AppPage')).AppPage }) },
          { path: 'screens/:screen', handle: { param: 'screen' }, lazy: async () => ({ Component: (await import('@/designer/DesignerPage')).DesignerPage }) },
        ],
      },
    ],
  },
  {
    path: 'w/:workspace/modules',
    handle: { crumb: text.modules.title },
    children: [
      { index: true, lazy: async () => ({ Component: (await import('@/modules/ModulesPage')).ModulesPage }) },
      { path: ':module', handle: { param: 'module' }, lazy: async () => ({ Component: (await import('@/modules/ModulePage')).ModulePage }) },
    ],
  },
  {
    path: 'w/:workspace/access',
    handle: { crumb: text.shell.access },
    children: [
      { index: true, lazy: async () => ({ Component: (await import('@/access/AccessPage')).AccessPage }) },
      { path: ':role', handle: { param: 'role' }, lazy: async () => ({ Component: (await import('@/roles/RolePage')).RolePage }) },
    ],
  },
  { path: 'w/:workspace/variables', handle: { crumb: text.variables.title }, lazy: async () => ({ Component: (await import('@/variables/VariablesPage')).VariablesPage }) },
  { path: 'w/:workspace/history', handle: { crumb: text.history.title }, lazy: async () => ({ Component: (await import('@/versions/HistoryPage')).HistoryPage }) },
  { path: 'w/:workspace/yaml', handle: { crumb: text.yaml.title }, lazy: async () => ({ Component: (await import('@/yaml/YamlPage')).YamlPage }) },
  { path: 'w/:workspace/versions', handle: { crumb: text.versions.title }, lazy: async () => ({ Component: (await import('@/versions/VersionsPage')).VersionsPage }) },
  { path: '*', element: <NotFoundPage /> },
];

export const createRouter = () =>
  createBrowserRouter([
    {
      element: <Outlet />,
      errorElement: <CrashPage />,
      HydrateFallback: () => null,
      children: [
        { path: '/sign-in', element: <SignInPage /> },
        { path: '/setup', element: <SetupPage /> },
        { path: '/', element: <SessionGate />, children: [{ errorElement: <CrashPage />, children: pages }] },
      ],
    },
  ]);

import { Button, Tabs } from '@mantine/core';
import { IconArrowRight, IconLayoutBoard, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useApp, useScreens } from '@/api/designer';
import { Problem } from '@/api/problem';
import { useRoles } from '@/api/roles';
import type { Definition, Role, ScreenSummary } from '@/api/types';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { DefinitionTools } from '@/together/DefinitionTools';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { NewScreenDialog } from './NewScreenDialog';
import { ScreenActions } from './ScreenActions';

const words = text.apps;
const NavigationEditor = lazy(async () => ({ default: (await import('./navigation/NavigationEditor')).NavigationEditor }));
const ThemeEditor = lazy(async () => ({ default: (await import('./theme/ThemeEditor')).ThemeEditor }));
const TABS = ['navigation', 'theme'];

const columnsFor = (workspace: string, app: string, screens: ScreenSummary[], roles: Role[]): DataColumn<ScreenSummary>[] => [
  { id: 'screen', header: words.screen, sortBy: (screen) => screen.title, cell: (screen) => <Link to={`/w/${workspace}/apps/${app}/screens/${screen.name}`}>{screen.title}</Link> },
  { id: 'path', header: words.path, sortBy: (screen) => screen.path, cell: (screen) => <code>{screen.path}</code> },
  { id: 'access', header: words.access, hideNarrow: true, sortBy: (screen) => screen.access, cell: (screen) => roles.find((role) => role.name === screen.access)?.title ?? screen.access },
  { id: 'parent', header: words.parent, hideNarrow: true, cell: (screen) => screens.find((one) => one.name === screen.parent)?.title ?? '' },
  { id: 'actions', header: '', width: 'fit', align: 'end', cell: (screen) => <ScreenActions workspace={workspace} app={app} screen={screen} screens={screens} /> },
];

/** The screen people see first; else any that is not about one row. */
const firstScreen = ({ definition }: Definition, screens: ScreenSummary[]) =>
  (screens.find((screen) => screen.name === definition['home'] || (!definition['home'] && screen.path === '/')) ?? screens.find((screen) => !screen.path.includes('{')))?.name ?? null;

/** One app: its screens with their routes and whom they are for. */
export function AppPage() {
  const { workspace = '', app = '' } = useParams();
  const found = useApp(workspace, app);
  const screens = useScreens(workspace, app);
  const roles = useRoles(workspace).data ?? [];
  const [making, setMaking] = useState(false);
  const [search, setSearch] = useSearchParams();
  if (found.error instanceof Problem && found.error.status === 404) return <NotFoundPage />;
  const said = found.data?.definition['title'];
  const title = typeof said === 'string' ? said : app;
  return (
    <Page
      title={title}
      actions={
        <>
          <DefinitionTools workspace={workspace} path={`apps/${app}/app.yaml`} title={title} />
          <Button component="a" href={`/apps/${workspace}/${app}/`} rightSection={<IconArrowRight size={16} stroke={1.75} />}>
            {words.open}
          </Button>
          <Button variant="filled" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setMaking(true)}>
            {words.newScreen.action}
          </Button>
        </>
      }
    >
      <Loaded query={screens}>
        {(all) => (
          <Tabs value={search.get('tab') ?? 'screens'} keepMounted={false} onChange={(tab) => setSearch(tab !== null && TABS.includes(tab) ? { tab } : {}, { replace: true })}>
            <Tabs.List mb="md">
              <Tabs.Tab value="screens">{words.screens}</Tabs.Tab>
              <Tabs.Tab value="navigation">{words.navigation.title}</Tabs.Tab>
              <Tabs.Tab value="theme">{words.theme.title}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="screens">
              <DataTable
                label={words.screens}
                rows={all}
                columns={columnsFor(workspace, app, all, roles)}
                rowKey={(screen) => screen.name}
                searchIn={(screen) => [screen.title, screen.path, screen.name]}
                empty={<EmptyState icon={IconLayoutBoard} title={words.noScreens.title} about={words.noScreens.about} />}
              />
            </Tabs.Panel>
            <Tabs.Panel value="navigation">
              <Suspense fallback={<PageSkeleton />}>
                {found.data !== undefined && <NavigationEditor key={`${workspace}/${app}`} workspace={workspace} app={app} stored={found.data} screens={all} roles={roles} />}
              </Suspense>
            </Tabs.Panel>
            <Tabs.Panel value="theme">
              <Suspense fallback={<PageSkeleton />}>
                {found.data !== undefined && <ThemeEditor key={`${workspace}/${app}`} workspace={workspace} app={app} stored={found.data} screen={firstScreen(found.data, all)} />}
              </Suspense>
            </Tabs.Panel>
            {making && found.data !== undefined && <NewScreenDialog workspace={workspace} app={app} stored={found.data} taken={all.map((screen) => screen.name)} onClose={() => setMaking(false)} />}
          </Tabs>
        )}
      </Loaded>
    </Page>
  );
}

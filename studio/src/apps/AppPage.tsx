import { Button } from '@mantine/core';
import { IconArrowRight, IconLayoutBoard, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useApp, useScreens } from '@/api/designer';
import { Problem } from '@/api/problem';
import { useRoles } from '@/api/roles';
import type { Role, ScreenSummary } from '@/api/types';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { NewScreenDialog } from './NewScreenDialog';
import { ScreenActions } from './ScreenActions';

const words = text.apps;

const columnsFor = (workspace: string, app: string, screens: ScreenSummary[], roles: Role[]): DataColumn<ScreenSummary>[] => [
  { id: 'screen', header: words.screen, sortBy: (screen) => screen.title, cell: (screen) => <Link to={`/w/${workspace}/apps/${app}/screens/${screen.name}`}>{screen.title}</Link> },
  { id: 'path', header: words.path, sortBy: (screen) => screen.path, cell: (screen) => <code>{screen.path}</code> },
  { id: 'access', header: words.access, hideNarrow: true, sortBy: (screen) => screen.access, cell: (screen) => roles.find((role) => role.name === screen.access)?.title ?? screen.access },
  { id: 'parent', header: words.parent, hideNarrow: true, cell: (screen) => screens.find((one) => one.name === screen.parent)?.title ?? '' },
  { id: 'actions', header: '', width: 'fit', align: 'end', cell: (screen) => <ScreenActions workspace={workspace} app={app} screen={screen} screens={screens} /> },
];

/** One app: its screens with their routes and whom they are for. */
export function AppPage() {
  const { workspace = '', app = '' } = useParams();
  const found = useApp(workspace, app);
  const screens = useScreens(workspace, app);
  const roles = useRoles(workspace).data ?? [];
  const [making, setMaking] = useState(false);
  if (found.error instanceof Problem && found.error.status === 404) return <NotFoundPage />;
  const said = found.data?.definition['title'];
  const title = typeof said === 'string' ? said : app;
  return (
    <Page
      title={title}
      actions={
        <>
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
          <>
            <DataTable
              label={words.screens}
              rows={all}
              columns={columnsFor(workspace, app, all, roles)}
              rowKey={(screen) => screen.name}
              searchIn={(screen) => [screen.title, screen.path, screen.name]}
              empty={<EmptyState icon={IconLayoutBoard} title={words.noScreens.title} about={words.noScreens.about} />}
            />
            {making && found.data !== undefined && <NewScreenDialog workspace={workspace} app={app} stored={found.data} taken={all.map((screen) => screen.name)} onClose={() => setMaking(false)} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMe } from '@/api/me';
import { useWorkspaces } from '@/api/workspaces';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { AppTable } from './AppTable';
import { appRows, mayDesign } from './appRows';
import { FirstSteps } from './FirstSteps';

const words = text.home;

/** The start page: every app one may open, and for designers the way to the next one. */
export function HomePage() {
  const me = useMe().data;
  const workspaces = useWorkspaces();
  if (!me) return null;
  const designs = me.is_admin || (workspaces.data ?? []).some((item) => mayDesign(me, item));
  const isEmpty = workspaces.data?.length === 0;
  const action = me.is_admin && !isEmpty && (
    <Button component={Link} to="/new" variant="filled" leftSection={<IconPlus size={16} stroke={1.75} />}>
      {words.newApp}
    </Button>
  );
  return (
    <Page title={designs ? words.title : words.launcher.title} actions={action || undefined}>
      <Loaded query={workspaces}>
        {(all) => {
          if (all.length > 0) return <AppTable rows={appRows(all).filter((row) => row.app !== undefined || mayDesign(me, row.workspace))} me={me} />;
          return me.is_admin ? <FirstSteps /> : <EmptyState title={words.none.title} about={words.none.about} />;
        }}
      </Loaded>
    </Page>
  );
}

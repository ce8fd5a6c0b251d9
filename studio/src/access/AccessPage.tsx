import { Button, Tabs } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { Problem } from '@/api/problem';
import { useRoles } from '@/api/roles';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { Matrix } from './Matrix';
import { People } from './People';
import { RoleTable } from './RoleTable';
import { ScreenMatrix } from './ScreenMatrix';
import { WhyDialog } from './WhyDialog';

const words = text.access;

/** Who may do what in a workspace: its roles, tables and screens as matrices over all roles, and its people. */
export function AccessPage() {
  const { workspace = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const [asking, setAsking] = useState(search.has('why'));
  const roles = useRoles(workspace);
  const tab = search.get('tab') ?? 'roles';
  if (roles.error instanceof Problem && roles.error.status === 404) return <NotFoundPage />;
  return (
    <Page
      title={words.title}
      about={words.about}
      actions={
        <Button leftSection={<IconHelpCircle size={16} stroke={1.75} />} onClick={() => setAsking(true)}>
          {words.why.action}
        </Button>
      }
    >
      <Tabs value={tab} keepMounted={false} onChange={(value) => setSearch(value === 'roles' || value === null ? {} : { tab: value }, { replace: true })}>
        <Tabs.List mb="md">
          <Tabs.Tab value="roles">{words.tabs.roles}</Tabs.Tab>
          <Tabs.Tab value="tables">{words.tabs.matrix}</Tabs.Tab>
          <Tabs.Tab value="screens">{words.tabs.screens}</Tabs.Tab>
          <Tabs.Tab value="people">{words.tabs.people}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="roles">
          <Loaded query={roles}>{(all) => <RoleTable workspace={workspace} roles={all} />}</Loaded>
        </Tabs.Panel>
        <Tabs.Panel value="tables">
          <Matrix workspace={workspace} />
        </Tabs.Panel>
        <Tabs.Panel value="screens">
          <ScreenMatrix workspace={workspace} />
        </Tabs.Panel>
        <Tabs.Panel value="people">
          <Loaded query={roles}>{(all) => <People workspace={workspace} roles={all} />}</Loaded>
        </Tabs.Panel>
      </Tabs>
      {asking && <WhyDialog workspace={workspace} onClose={() => setAsking(false)} />}
    </Page>
  );
}

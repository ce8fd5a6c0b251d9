import { Tabs } from '@mantine/core';
import { useParams, useSearchParams } from 'react-router';
import { useRoles } from '@/api/roles';
import { useTables } from '@/api/tables';
import { text } from '@/text';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { Matrix } from './Matrix';
import { People } from './People';
import { RoleList } from './RoleList';

const words = text.access;

/** Who may do what in a workspace: its roles in words, its tables as a matrix, and its people. */
export function AccessPage() {
  const { workspace = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const roles = useRoles(workspace);
  const { data: tables = [] } = useTables(workspace);
  const titles = new Map(tables.map((table) => [table.ref, table.title]));
  const tab = search.get('tab') ?? 'roles';
  return (
    <Page title={words.title} about={words.about}>
      <Tabs value={tab} keepMounted={false} onChange={(value) => setSearch(value === 'roles' || value === null ? {} : { tab: value }, { replace: true })}>
        <Tabs.List mb="md">
          <Tabs.Tab value="roles">{words.tabs.roles}</Tabs.Tab>
          <Tabs.Tab value="tables">{words.tabs.matrix}</Tabs.Tab>
          <Tabs.Tab value="people">{words.tabs.people}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="roles">
          <Loaded query={roles}>{(all) => <RoleList roles={all} titles={titles} />}</Loaded>
        </Tabs.Panel>
        <Tabs.Panel value="tables">
          <Matrix workspace={workspace} />
        </Tabs.Panel>
        <Tabs.Panel value="people">
          <People workspace={workspace} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

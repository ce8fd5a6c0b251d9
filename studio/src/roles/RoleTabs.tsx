import { Tabs } from '@mantine/core';
import { useAccessMatrix } from '@/api/roles';
import { useSources } from '@/api/sources';
import { useTables } from '@/api/tables';
import type { Role, RoleTrial } from '@/api/types';
import { text } from '@/text';
import { Loaded } from '@/ui/Loaded';
import { isStrong } from './builtIn';
import type { FieldErrors } from './fieldErrors';
import { RolePeople } from './RolePeople';
import { RoleSettings } from './RoleSettings';
import { ScreenGrants } from './ScreenGrants';
import { SourceGrants } from './SourceGrants';
import { TableGrants } from './TableGrants';
import type { RoleEditor } from './useRoleDraft';

const words = text.roles.tabs;
type Tab = keyof typeof words;

interface RoleTabsProps {
  workspace: string;
  role: Role;
  roles: Role[];
  editor: RoleEditor;
  trial: RoleTrial | undefined;
  errors: FieldErrors;
  tab: string;
  onTab: (tab: string | null) => void;
}

/** The parts of a role, one at a time. */
export function RoleTabs({ workspace, role, roles, editor, trial, errors, tab, onTab }: RoleTabsProps) {
  const tables = useTables(workspace);
  const sources = useSources(workspace);
  const matrix = useAccessMatrix(workspace);
  const shown: Tab[] = isStrong(role.name) ? ['people'] : ['tables', 'screens', 'sources', 'people', 'settings'];
  return (
    <Tabs value={tab} keepMounted={false} onChange={onTab}>
      <Tabs.List mb="md">
        {shown.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {words[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="tables">
        <Loaded query={tables}>
          {(all) => <TableGrants workspace={workspace} editor={editor} trial={trial} tables={all} sources={sources.data ?? []} roles={roles} errors={errors} />}
        </Loaded>
      </Tabs.Panel>
      <Tabs.Panel value="screens">
        <Loaded query={matrix}>{({ places }) => <ScreenGrants editor={editor} trial={trial} places={places} roles={roles} />}</Loaded>
      </Tabs.Panel>
      <Tabs.Panel value="sources">
        <Loaded query={sources}>{(all) => <SourceGrants editor={editor} sources={all} />}</Loaded>
      </Tabs.Panel>
      <Tabs.Panel value="people">
        <RolePeople workspace={workspace} role={role} />
      </Tabs.Panel>
      <Tabs.Panel value="settings">
        <RoleSettings workspace={workspace} role={role} roles={roles} editor={editor} errors={errors} />
      </Tabs.Panel>
    </Tabs>
  );
}

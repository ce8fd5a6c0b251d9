import { Button, Select } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '@/api/me';
import { useUsers } from '@/api/users';
import type { User } from '@/api/types';
import { text } from '@/text';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { PersonCell } from '@/users/PersonCell';
import { RolesDialog } from '@/users/RolesDialog';

const words = text.access.people;
const searchIn = (user: User) => [user.name, user.email];

/** Who has which role here. Administrators of the installation give and take them. */
export function People({ workspace }: { workspace: string }) {
  const isAdmin = Boolean(useMe().data?.is_admin);
  const users = useUsers(isAdmin);
  const [editing, setEditing] = useState<string | null>(null);
  if (!isAdmin) return <EmptyState icon={IconUsers} title={words.adminsOnly} />;
  const columns: DataColumn<User>[] = [
    { id: 'name', header: words.person, sortBy: (user) => user.name, cell: (user) => <PersonCell user={user} /> },
    { id: 'roles', header: words.roles, cell: (user) => (user.is_admin ? text.users.admin : (user.roles[workspace] ?? []).join(', ')) },
    {
      id: 'change',
      header: '',
      width: 'fit',
      align: 'end',
      cell: (user) => (
        <Button size="xs" aria-label={words.changeOf(user.name)} onClick={() => setEditing(user.id)}>
          {words.change}
        </Button>
      ),
    },
  ];
  return (
    <Loaded query={users}>
      {(all) => {
        const here = all.filter((user) => user.is_admin || (user.roles[workspace] ?? []).length > 0);
        const others = all.filter((user) => !here.includes(user) && user.is_active);
        const edited = all.find((user) => user.id === editing);
        return (
          <>
            <DataTable
              label={words.list}
              rows={here}
              columns={columns}
              rowKey={(user) => user.id}
              searchIn={searchIn}
              toolbar={
                others.length > 0 && (
                  <Select
                    aria-label={words.add}
                    placeholder={words.add}
                    searchable
                    value={null}
                    data={others.map((user) => ({ value: user.id, label: `${user.name} · ${user.email}` }))}
                    onChange={setEditing}
                  />
                )
              }
              empty={<EmptyState icon={IconUsers} title={words.empty.title} about={words.empty.about} />}
            />
            {edited !== undefined && <RolesDialog user={edited} workspace={workspace} onClose={() => setEditing(null)} />}
          </>
        );
      }}
    </Loaded>
  );
}

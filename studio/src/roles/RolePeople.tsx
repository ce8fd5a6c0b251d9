import { Button, Select } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useMe } from '@/api/me';
import type { Role, User } from '@/api/types';
import { useUserChanges, useUsers } from '@/api/users';
import { text } from '@/text';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { done, failed } from '@/ui/toast';
import { PersonCell } from '@/users/PersonCell';

const words = text.roles.people;

/** Who has the role, to give and take at once. Administrators of the installation decide. */
export function RolePeople({ workspace, role }: { workspace: string; role: Role }) {
  const isAdmin = Boolean(useMe().data?.is_admin);
  const users = useUsers(isAdmin);
  const { setRoles } = useUserChanges();
  if (role.name === 'public') return <EmptyState icon={IconUsers} title={words.everybody} />;
  if (!isAdmin) return <EmptyState icon={IconUsers} title={text.access.people.adminsOnly} />;
  const has = (user: User) => (user.roles[workspace] ?? []).includes(role.name);
  const change = async (user: User, gets: boolean) => {
    const before = user.roles[workspace] ?? [];
    const roles = gets ? [...before, role.name] : before.filter((name) => name !== role.name);
    try {
      await setRoles.mutateAsync({ id: user.id, workspace, roles });
      done(gets ? words.given(user.name, role.title) : words.taken(user.name, role.title), { undo: () => void setRoles.mutateAsync({ id: user.id, workspace, roles: before }).catch(failed) });
    } catch (error) {
      failed(error);
    }
  };
  const columns: DataColumn<User>[] = [
    { id: 'name', header: words.person, sortBy: (user) => user.name, cell: (user) => <PersonCell user={user} /> },
    {
      id: 'take',
      header: '',
      width: 'fit',
      align: 'end',
      cell: (user) => (
        <Button size="xs" aria-label={words.remove(user.name)} onClick={() => void change(user, false)}>
          {words.take}
        </Button>
      ),
    },
  ];
  return (
    <Loaded query={users}>
      {(all) => {
        const others = all.filter((user) => !has(user) && user.is_active);
        return (
          <>
            {others.length > 0 && (
              <Select
                mb="sm"
                maw={360}
                aria-label={words.add}
                placeholder={words.add}
                searchable
                value={null}
                data={others.map((user) => ({ value: user.id, label: `${user.name} · ${user.email}` }))}
                onChange={(id) => {
                  const user = others.find((one) => one.id === id);
                  if (user !== undefined) void change(user, true);
                }}
              />
            )}
            <DataTable label={words.label} rows={all.filter(has)} columns={columns} rowKey={(user) => user.id} empty={<EmptyState icon={IconUsers} title={words.empty.title} about={words.empty.about} />} />
          </>
        );
      }}
    </Loaded>
  );
}

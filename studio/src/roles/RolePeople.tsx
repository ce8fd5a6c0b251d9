import { Box, Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useGiveRoles, usePeople } from '@/api/people';
import type { Member, Role } from '@/api/types';
import { text } from '@/text';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { done, failed } from '@/ui/toast';
import { PersonCell } from '@/users/PersonCell';
import { PersonPicker } from '@/users/PersonPicker';

const words = text.roles.people;

/** Who has the role, to give and take at once. */
export function RolePeople({ workspace, role }: { workspace: string; role: Role }) {
  const people = usePeople(workspace);
  const giveRoles = useGiveRoles(workspace);
  if (role.name === 'public') return <EmptyState icon={IconUsers} title={words.everybody} />;
  const has = (person: Member) => person.roles.includes(role.name);
  const change = async (who: string, before: string[], gets: boolean) => {
    const roles = gets ? [...new Set([...before, role.name])] : before.filter((name) => name !== role.name);
    try {
      const { name } = await giveRoles.mutateAsync({ who, roles });
      done(gets ? words.given(name, role.title) : words.taken(name, role.title), { undo: () => void giveRoles.mutateAsync({ who, roles: before }).catch(failed) });
    } catch (error) {
      failed(error);
    }
  };
  const columns: DataColumn<Member>[] = [
    { id: 'name', header: words.person, sortBy: (person) => person.name, cell: (person) => <PersonCell user={person} /> },
    {
      id: 'take',
      header: '',
      width: 'fit',
      align: 'end',
      cell: (person) => (
        <Button size="xs" aria-label={words.remove(person.name)} onClick={() => void change(person.id, person.roles, false)}>
          {words.take}
        </Button>
      ),
    },
  ];
  return (
    <Loaded query={people}>
      {(all) => (
        <>
          <Box mb="sm">
            <PersonPicker
              label={words.add}
              submit={words.give}
              without={all.filter(has).map((person) => person.email)}
              onPick={(address) => void change(address, all.find((person) => person.email === address.toLowerCase())?.roles ?? [], true)}
            />
          </Box>
          <DataTable label={words.label} rows={all.filter(has)} columns={columns} rowKey={(person) => person.id} empty={<EmptyState icon={IconUsers} title={words.empty.title} about={words.empty.about} />} />
        </>
      )}
    </Loaded>
  );
}

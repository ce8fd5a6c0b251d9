import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { usePeople } from '@/api/people';
import type { Member, Role } from '@/api/types';
import { text } from '@/text';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { PersonCell } from '@/users/PersonCell';
import { PersonPicker } from '@/users/PersonPicker';
import { RolesDialog } from '@/users/RolesDialog';

const words = text.access.people;
const searchIn = (person: Member) => [person.name, person.email];

/** Who has which role here, to give and to take. */
export function People({ workspace, roles }: { workspace: string; roles: Role[] }) {
  const people = usePeople(workspace);
  const [asked, setAsked] = useState<string | null>(null);
  const titles = new Map(roles.map((role) => [role.name, role.title]));
  const columns: DataColumn<Member>[] = [
    { id: 'name', header: words.person, sortBy: (person) => person.name, cell: (person) => <PersonCell user={person} /> },
    { id: 'roles', header: words.roles, cell: (person) => (person.is_admin ? text.users.admin : person.roles.map((name) => titles.get(name) ?? name).join(', ')) },
    {
      id: 'change',
      header: '',
      width: 'fit',
      align: 'end',
      cell: (person) => (
        <Button size="xs" aria-label={words.changeOf(person.name)} onClick={() => setAsked(person.email)}>
          {words.change}
        </Button>
      ),
    },
  ];
  return (
    <Loaded query={people}>
      {(all) => {
        const known = all.find((person) => person.email === asked?.toLowerCase());
        return (
          <>
            <DataTable
              label={words.list}
              rows={all}
              columns={columns}
              rowKey={(person) => person.id}
              searchIn={searchIn}
              toolbar={<PersonPicker label={words.add} submit={words.addSubmit} without={all.map((person) => person.email)} onPick={setAsked} />}
              empty={<EmptyState icon={IconUsers} title={words.empty.title} about={words.empty.about} />}
            />
            {asked !== null && <RolesDialog workspace={workspace} who={known?.id ?? asked} name={known?.name ?? asked} isAdmin={known?.is_admin ?? false} held={{ [workspace]: known?.roles ?? [] }} onClose={() => setAsked(null)} />}
          </>
        );
      }}
    </Loaded>
  );
}

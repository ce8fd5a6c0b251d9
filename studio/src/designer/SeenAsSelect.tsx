import { Select, Tooltip } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { text } from '@/text';
import type { SeenAs } from './useSeenAs';

const words = text.designer.bar;
const ROLE = 'role ';
const USER = 'user ';
/** So many are looked through at a glance. */
const FEW = 8;

/** Who looks at the picture: oneself, somebody with one role alone, or a person. */
export function SeenAsSelect({ seenAs }: { seenAs: SeenAs }) {
  const { role, roles, choose, user, people, chooseUser } = seenAs;
  const value = user !== null ? USER + user : role !== null ? ROLE + role : '';
  const data = [
    { value: '', label: words.yourself },
    { group: words.roles, items: roles.map((one) => ({ value: ROLE + one.name, label: words.withRole(one.title) })) },
    { group: words.people, items: people.map((one) => ({ value: USER + one.id, label: one.name || one.email })) },
  ];
  const take = (chosen: string | null) => {
    if (chosen?.startsWith(USER) === true) chooseUser(chosen.slice(USER.length));
    else choose(chosen?.startsWith(ROLE) === true ? chosen.slice(ROLE.length) : null);
  };
  return (
    <Tooltip label={words.seenAs}>
      <Select
        size="xs"
        w={150}
        aria-label={words.seenAs}
        leftSection={<IconEye size={16} stroke={1.75} />}
        data={data}
        value={value}
        allowDeselect={false}
        searchable={roles.length + people.length > FEW}
        nothingFoundMessage={words.nobody}
        maxDropdownHeight={320}
        comboboxProps={{ width: 220, position: 'bottom-start' }}
        onChange={take}
      />
    </Tooltip>
  );
}

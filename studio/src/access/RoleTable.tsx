import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { usePeople } from '@/api/people';
import type { Role } from '@/api/types';
import { text } from '@/text';
import { isScreen, isSource, isTable } from '@/roles/roleDraft';
import { Badge } from '@/ui/Badge';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { NewRoleDialog } from './NewRoleDialog';
import classes from './RoleTable.module.css';

const words = text.roles.list;
const searchIn = (role: Role) => [role.title, role.name, role.description];

/** Every role: what it holds, what it grants, how many have it. Each opens its own page. */
export function RoleTable({ workspace, roles }: { workspace: string; roles: Role[] }) {
  const [adding, setAdding] = useState(false);
  const people = usePeople(workspace).data;
  const titles = new Map(roles.map((role) => [role.name, role.title]));
  const counted = (role: Role) => people?.filter((person) => person.roles.includes(role.name) || (person.is_admin && role.name === 'admin')).length ?? 0;
  const columns: DataColumn<Role>[] = [
    {
      id: 'title',
      header: words.title,
      sortBy: (role) => role.title,
      cell: (role) => (
        <span className={classes['role']}>
          <span className={classes['line']}>
            <Link to={`/w/${workspace}/access/${role.name}`} className={classes['title']}>
              {role.title}
            </Link>
            {role.built_in && <Badge>{words.builtIn}</Badge>}
          </span>
          {role.description && <span className={classes['quiet']}>{role.description}</span>}
        </span>
      ),
    },
    { id: 'grants', header: words.grants, cell: (role) => <Grants role={role} /> },
    { id: 'holds', header: words.holds, hideNarrow: true, cell: (role) => role.inherits.map((name) => titles.get(name) ?? name).join(', ') || <span className={classes['quiet']}>–</span> },
    ...(people === undefined ? [] : [{ id: 'people', header: words.people, align: 'end' as const, width: 'fit' as const, hideNarrow: true, sortBy: counted, cell: (role: Role) => (role.name === 'public' ? '–' : counted(role)) }]),
  ];
  return (
    <>
      <DataTable
        label={words.label}
        rows={roles}
        columns={columns}
        rowKey={(role) => role.name}
        searchIn={searchIn}
        toolbar={
          <Button variant="filled" className={classes['new'] ?? ''} leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setAdding(true)}>
            {text.roles.new.action}
          </Button>
        }
        empty={null}
      />
      {adding && <NewRoleDialog workspace={workspace} roles={roles} onClose={() => setAdding(false)} />}
    </>
  );
}

function Grants({ role }: { role: Role }) {
  if (role.name === 'admin') return words.everything;
  if (role.name === 'power') return words.allRows;
  const tables = new Set(role.grants.filter(isTable).map((grant) => grant.table)).size;
  const screens = role.grants.filter(isScreen).length;
  const sources = role.grants.filter(isSource).length;
  const parts = [tables > 0 ? words.tables(tables) : '', screens > 0 ? words.screens(screens) : '', sources > 0 ? words.sources(sources) : ''].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : <span className={classes['quiet']}>{words.nothing}</span>;
}

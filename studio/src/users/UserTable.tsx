import type { Me, User, WorkspaceSummary } from '@/api/types';
import { useWorkspaces } from '@/api/workspaces';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { When } from '@/ui/When';
import { PersonCell } from './PersonCell';
import { rolesInWords } from './rolesInWords';
import type { UserAsk } from './userAsk';
import { UserActions } from './UserActions';
import classes from './UserTable.module.css';

const words = text.users;

interface UserTableProps {
  users: User[];
  me: Me;
  find: string;
  onAsk: (what: UserAsk, user: User) => void;
}

/** People with their state, roles and last sign-in. */
export function UserTable({ users, me, find, onAsk }: UserTableProps) {
  const { data: workspaces = [] } = useWorkspaces();
  const searchIn = (user: User) => [user.name, user.email, ...rolesInWords(user.roles, workspaces).map((line) => `${line.workspace} ${line.roles}`)];
  const columns: DataColumn<User>[] = [
    {
      id: 'name',
      header: words.person,
      sortBy: (user) => user.name,
      cell: (user) => <PersonCell user={user} isMe={user.id === me.id} />,
    },
    {
      id: 'status',
      header: words.status,
      width: 'fit',
      sortBy: (user) => (user.is_active ? 0 : 1),
      cell: (user) => <Badge tone={user.is_active ? 'green' : 'neutral'}>{user.is_active ? words.active : words.closed}</Badge>,
    },
    { id: 'roles', header: words.roles, hideNarrow: true, cell: (user) => <Roles user={user} workspaces={workspaces} /> },
    {
      id: 'seen',
      header: words.lastSignIn,
      width: 'fit',
      hideNarrow: true,
      sortBy: (user) => user.last_sign_in_at ?? '',
      cell: (user) => (user.last_sign_in_at ? <When at={user.last_sign_in_at} /> : <span className={classes['quiet']}>{words.never}</span>),
    },
    { id: 'actions', header: '', width: 'fit', align: 'end', cell: (user) => <UserActions user={user} isMe={user.id === me.id} onAsk={(what) => onAsk(what, user)} /> },
  ];
  return <DataTable label={words.list} rows={users} columns={columns} rowKey={(user) => user.id} searchIn={searchIn} find={find} empty={null} />;
}

function Roles({ user, workspaces }: { user: User; workspaces: WorkspaceSummary[] }) {
  const lines = rolesInWords(user.roles, workspaces);
  if (user.is_admin) return <Badge tone="violet">{words.admin}</Badge>;
  if (lines.length === 0) return <span className={classes['quiet']}>{words.noRoles}</span>;
  return lines.map((line) => (
    <span key={line.workspace} className={classes['line']}>
      <span className={classes['where']}>{line.workspace}:</span> {line.roles}
    </span>
  ));
}

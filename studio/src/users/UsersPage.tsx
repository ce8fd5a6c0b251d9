import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMe } from '@/api/me';
import { useUsers } from '@/api/users';
import type { Me, User } from '@/api/types';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { DeleteUserDialog } from './DeleteUserDialog';
import { EditUserDialog } from './EditUserDialog';
import { LinkDialog } from './LinkDialog';
import { NewUserDialog } from './NewUserDialog';
import { PasswordDialog } from './PasswordDialog';
import { RolesDialog } from './RolesDialog';
import type { UserAsk } from './userAsk';
import { UserTable } from './UserTable';

const words = text.users;

/** Everybody who can sign in; for administrators of the installation. */
export function UsersPage() {
  const me = useMe().data;
  return me?.is_admin ? <AllUsers me={me} /> : <NotFoundPage />;
}

function AllUsers({ me }: { me: Me }) {
  const users = useUsers();
  const [search] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const [ask, setAsk] = useState<{ what: UserAsk; user: User } | null>(null);
  const close = () => setAsk(null);
  const find = search.get('find') ?? '';
  return (
    <Page
      title={words.title}
      about={words.about}
      actions={
        <Button variant="filled" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setAdding(true)}>
          {words.add}
        </Button>
      }
    >
      <Loaded query={users}>{(all) => <UserTable key={find} users={all} me={me} find={find} onAsk={(what, user) => setAsk({ what, user })} />}</Loaded>
      <NewUserDialog
        opened={adding}
        onClose={() => setAdding(false)}
        onRoles={(user) => {
          setAdding(false);
          setAsk({ what: 'roles', user });
        }}
      />
      {ask !== null && <UserDialog what={ask.what} user={users.data?.find((user) => user.id === ask.user.id) ?? ask.user} onClose={close} />}
    </Page>
  );
}

function UserRolesDialog({ user, onClose }: { user: User; onClose: () => void }) {
  return <RolesDialog who={user.id} name={user.name} isAdmin={user.is_admin} held={user.roles} onClose={onClose} />;
}

const DIALOGS = { edit: EditUserDialog, roles: UserRolesDialog, password: PasswordDialog, link: LinkDialog, delete: DeleteUserDialog };

function UserDialog({ what, user, onClose }: { what: UserAsk; user: User; onClose: () => void }) {
  const Asked = DIALOGS[what];
  return <Asked user={user} onClose={onClose} />;
}

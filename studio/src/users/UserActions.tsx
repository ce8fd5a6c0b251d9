import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconKey, IconLink, IconLogout, IconPencil, IconShieldLock, IconTrash, IconUserCheck, IconUserOff, IconUserShield } from '@tabler/icons-react';
import type { User } from '@/api/types';
import { useUserChanges } from '@/api/users';
import { text } from '@/text';
import { done, failed } from '@/ui/toast';
import type { UserAsk } from './userAsk';

const words = text.users;

interface UserActionsProps {
  user: User;
  isMe: boolean;
  onAsk: (what: UserAsk) => void;
}

type Changes = Partial<Pick<User, 'is_active' | 'is_admin'>>;

/** What an administrator can do with an account. What can be undone is done at once and offers its way back. */
export function UserActions({ user, isMe, onAsk }: UserActionsProps) {
  const { update, signOut } = useUserChanges();
  const icon = { size: 16, stroke: 1.75 };
  const change = async (changes: Changes, message: string, back: Changes) => {
    try {
      await update.mutateAsync({ id: user.id, ...changes });
      done(message, { undo: () => void update.mutateAsync({ id: user.id, ...back }).catch(failed) });
    } catch (error) {
      failed(error);
    }
  };
  const endSessions = async () => {
    try {
      done(words.signedOut(user.name, (await signOut.mutateAsync(user.id)).ended));
    } catch (error) {
      failed(error);
    }
  };
  return (
    <Menu width={220}>
      <Menu.Target>
        <ActionIcon aria-label={words.menu(user.name)}>
          <IconDots size={20} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onAsk('edit')}>
          {words.edit}
        </Menu.Item>
        <Menu.Item leftSection={<IconShieldLock {...icon} />} onClick={() => onAsk('roles')}>
          {words.editRoles}
        </Menu.Item>
        {!isMe && (
          <>
            <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => onAsk('password')}>
              {words.resetPassword}
            </Menu.Item>
            {user.is_active && (
              <Menu.Item leftSection={<IconLink {...icon} />} onClick={() => onAsk('link')}>
                {words.link}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconLogout {...icon} />} onClick={() => void endSessions()}>
              {words.signOut}
            </Menu.Item>
            <Menu.Divider />
            {user.is_admin ? (
              <Menu.Item leftSection={<IconUserShield {...icon} />} onClick={() => void change({ is_admin: false }, words.noLongerAdmin(user.name), { is_admin: true })}>
                {words.dropAdmin}
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<IconUserShield {...icon} />} onClick={() => void change({ is_admin: true }, words.nowAdmin(user.name), { is_admin: false })}>
                {words.makeAdmin}
              </Menu.Item>
            )}
            {user.is_active ? (
              <Menu.Item color="red" leftSection={<IconUserOff {...icon} />} onClick={() => void change({ is_active: false }, words.deactivated(user.name), { is_active: true })}>
                {words.deactivate}
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<IconUserCheck {...icon} />} onClick={() => void change({ is_active: true }, words.activated(user.name), { is_active: false })}>
                {words.activate}
              </Menu.Item>
            )}
            <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={() => onAsk('delete')}>
              {words.delete}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

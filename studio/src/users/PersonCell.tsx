import type { User } from '@/api/types';
import { text } from '@/text';
import { Avatar } from '@/ui/Avatar';
import classes from './UserTable.module.css';

/** A person in a list: initials, name, address. */
export function PersonCell({ user, isMe = false }: { user: Pick<User, 'name' | 'email'>; isMe?: boolean }) {
  return (
    <span className={classes['person']}>
      <Avatar name={user.name} />
      <span className={classes['names']}>
        <span className={classes['name']}>
          {user.name} {isMe && <span className={classes['quiet']}>({text.users.you})</span>}
        </span>
        <span className={classes['quiet']}>{user.email}</span>
      </span>
    </span>
  );
}

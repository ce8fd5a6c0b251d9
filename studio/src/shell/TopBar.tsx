import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { text } from '@/text';
import { Breadcrumbs } from './Breadcrumbs';
import { COMMAND_KEY } from './keys';
import classes from './TopBar.module.css';
import { UserMenu } from './UserMenu';
import { WhoIsHere } from './WhoIsHere';

interface TopBarProps {
  workspace: string | undefined;
  onMenu: () => void;
  onHelp: () => void;
}

/** Where one is, the search of everything, and one's own menu. */
export function TopBar({ workspace, onMenu, onHelp }: TopBarProps) {
  return (
    <header className={classes['bar']}>
      <ActionIcon className={classes['menu']} onClick={onMenu} aria-label={text.shell.menu} size={36}>
        <IconMenu2 size={20} stroke={1.75} />
      </ActionIcon>
      <Breadcrumbs workspace={workspace} />
      <span className={classes['grow']} />
      {workspace !== undefined && <WhoIsHere workspace={workspace} />}
      <UnstyledButton className={classes['search']} onClick={spotlight.open}>
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <span className={classes['searchWord']}>{text.shell.search}</span>
        <Kbd className={classes['searchKey']} aria-hidden>{COMMAND_KEY} K</Kbd>
      </UnstyledButton>
      <UserMenu onHelp={onHelp} />
    </header>
  );
}

import { Menu, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun, IconUserCircle, type Icon } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { useMe, useSignOut } from '@/api/me';
import { text } from '@/text';
import { Avatar } from '@/ui/Avatar';
import classes from './UserMenu.module.css';

const schemes: { value: MantineColorScheme; label: string; icon: Icon }[] = [
  { value: 'light', label: text.shell.light, icon: IconSun },
  { value: 'dark', label: text.shell.dark, icon: IconMoon },
  { value: 'auto', label: text.shell.system, icon: IconDeviceDesktop },
];

/** One's own menu: account, colour scheme, shortcuts, sign out. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const me = useMe();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  if (!me.data) return null;
  return (
    <Menu width={240}>
      <Menu.Target>
        <UnstyledButton className={classes['target']} aria-label={`${text.shell.account}: ${me.data.name}`}>
          <Avatar name={me.data.name} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes['who']}>
          <strong>{me.data.name}</strong>
          <span>{me.data.email}</span>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={16} stroke={1.75} />}>
          {text.shell.account}
        </Menu.Item>
        <Menu.Item onClick={onHelp} leftSection={<IconKeyboard size={16} stroke={1.75} />} rightSection={<kbd className={classes['key']}>?</kbd>}>
          {text.shell.keyboard}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{text.shell.theme}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}>
          {schemes.map(({ value, label, icon: SchemeIcon }) => (
            <Menu.RadioItem key={value} value={value} closeMenuOnClick={false} rightSection={<SchemeIcon size={16} stroke={1.75} />}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.75} />}
          onClick={() => signOut.mutate(undefined, { onSuccess: () => void navigate('/sign-in', { replace: true }) })}
        >
          {text.shell.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

import { Menu, TextInput, UnstyledButton } from '@mantine/core';
import { IconCheck, IconHome, IconSelector } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { baseOf } from '@/api/versions';
import { useWorkspaces } from '@/api/workspaces';
import { text } from '@/text';
import { matches } from '@/ui/matches';
import classes from './WorkspaceSwitch.module.css';

const SEARCH_FROM = 8;

/** Shows the workspace one is in and leads to the others. */
export function WorkspaceSwitch({ workspace }: { workspace: string | undefined }) {
  const workspaces = useWorkspaces();
  const [query, setQuery] = useState('');
  const all = workspaces.data ?? [];
  const current = all.find((item) => item.name === workspace || item.draft === workspace);
  const label = workspace === undefined ? text.shell.allWorkspaces : (current?.title ?? baseOf(workspace));
  return (
    <Menu position="bottom-start" width={280} onClose={() => setQuery('')}>
      <Menu.Target>
        <UnstyledButton className={classes['target']} aria-label={`${text.shell.switchWorkspace}: ${label}`}>
          <span>{label}</span>
          <IconSelector size={16} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {all.length >= SEARCH_FROM && (
          <TextInput
            className={classes['search'] ?? ''}
            aria-label={text.shell.chooseWorkspace}
            placeholder={text.shell.chooseWorkspace}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
          />
        )}
        <div className={classes['list']}>
          {all
            .filter((item) => matches(query, item.title, item.name))
            .map((item) => (
              <Menu.Item
                key={item.name}
                component={Link}
                to={`/w/${item.draft ?? item.name}`}
                rightSection={item === current ? <IconCheck size={16} stroke={1.75} /> : null}
              >
                {item.title}
              </Menu.Item>
            ))}
        </div>
        {all.length > 0 && <Menu.Divider />}
        <Menu.Item component={Link} to="/" leftSection={<IconHome size={16} stroke={1.75} />}>
          {text.shell.allWorkspaces}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

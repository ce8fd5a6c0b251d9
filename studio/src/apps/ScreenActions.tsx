import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconCursorText, IconDots, IconHistory, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { fetchScreen, useAppChanges } from '@/api/designer';
import { Problem } from '@/api/problem';
import type { ScreenSummary } from '@/api/types';
import type { JsonObject } from '@/designer/document/types';
import { text } from '@/text';
import { done, failed } from '@/ui/toast';
import { UsedDialog } from '@/ui/UsedDialog';
import { historyPath } from '@/versions/historyPath';
import { nameFor } from './nameFor';
import { RenameScreen } from './RenameScreen';

const words = text.apps;

interface ScreenActionsProps {
  workspace: string;
  app: string;
  screen: ScreenSummary;
  screens: ScreenSummary[];
}

/** What can be done with a screen as a whole. Deleting is undone with one press; what leads to the screen keeps it. */
export function ScreenActions({ workspace, app, screen, screens }: ScreenActionsProps) {
  const { saveScreen, removeScreen } = useAppChanges(workspace, app);
  const [renaming, setRenaming] = useState(false);
  const [inUse, setInUse] = useState<string[]>([]);

  const duplicate = async () => {
    try {
      const { definition } = await fetchScreen(workspace, app, screen.name);
      const title = words.copyOf(screen.title);
      const paths = new Set(screens.map((one) => one.path));
      let number = 2;
      while (paths.has(`${screen.path.replace(/\/$/, '')}-${number}`)) number += 1;
      const path = screen.path === '/' ? `/copy-${number}` : `${screen.path.replace(/\/$/, '')}-${number}`;
      await saveScreen.mutateAsync({ screen: nameFor(`${screen.name}_copy`, screens.map((one) => one.name), 'screen'), definition: { ...(definition as JsonObject), title, path } });
      done(words.duplicated(screen.title));
    } catch (error) {
      failed(error);
    }
  };

  const remove = async () => {
    try {
      const { definition } = await fetchScreen(workspace, app, screen.name);
      await removeScreen.mutateAsync(screen.name);
      done(words.deleted(screen.title), { undo: () => void saveScreen.mutateAsync({ screen: screen.name, definition: definition as JsonObject }).catch(failed) });
    } catch (error) {
      const files = filesOf(error);
      if (files.length === 0) failed(error);
      else setInUse(files);
    }
  };

  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={`${text.actions.more}: ${screen.title}`}>
            <IconDots size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={16} stroke={1.75} />} onClick={() => void duplicate()}>
            {words.duplicate}
          </Menu.Item>
          <Menu.Item leftSection={<IconCursorText size={16} stroke={1.75} />} onClick={() => setRenaming(true)}>
            {text.rename.action}
          </Menu.Item>
          <Menu.Item component={Link} to={historyPath(workspace, `apps/${app}/screens/${screen.name}.yaml`)} leftSection={<IconHistory size={16} stroke={1.75} />}>
            {text.history.title}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => void remove()}>
            {words.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && <RenameScreen workspace={workspace} app={app} screen={screen} onClose={() => setRenaming(false)} />}
      <UsedDialog title={words.inUse(screen.title)} about={words.inUseAbout} files={inUse} onClose={() => setInUse([])} />
    </>
  );
}

/** The files that a refusal names: those that lead to the screen. */
function filesOf(error: unknown): string[] {
  if (!(error instanceof Problem) || error.status !== 422) return [];
  return [...new Set(error.errors.flatMap(({ where }) => where?.file ?? []))];
}

import { Button, Menu } from '@mantine/core';
import { IconDeviceFloppy, IconLayoutList, IconPlus, IconSettings, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useViewChanges, type SavedView, type SavedViews, type ViewContent } from '@/api/savedViews';
import { text } from '@/text';
import { done, failed } from '@/ui/toast';
import classes from '../TablePage.module.css';
import { isOther } from './content';
import { ViewDialog } from './ViewDialog';

const words = text.grid.views;
const icon = { size: 16, stroke: 1.75 };

interface ViewsMenuProps {
  workspace: string;
  table: string;
  views: SavedViews;
  current: SavedView | null;
  /** What is seen now. */
  now: ViewContent;
  onOpen: (view: SavedView | null) => void;
}

/** The saved views of a table: goes to one, and keeps what is seen. */
export function ViewsMenu(props: ViewsMenuProps) {
  const { workspace, table, views, current, now, onOpen } = props;
  const [asked, setAsked] = useState<'new' | 'settings' | null>(null);
  const { save, change } = useViewChanges(workspace, table);
  const isNew = asked === 'new' || current === null;
  return (
    <>
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <Button leftSection={<IconLayoutList {...icon} />} variant={current === null ? 'default' : 'light'}>
            <span className={classes['viewName']}>{labelOf(current, now)}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.RadioGroup value={current?.id ?? ''} onChange={(id) => onOpen(views.items.find((view) => view.id === id) ?? null)}>
            <Menu.RadioItem value="" closeMenuOnClick>{words.none}</Menu.RadioItem>
            <Views title={words.own} views={views.items.filter((view) => !view.is_shared)} />
            <Views title={words.shared} views={views.items.filter((view) => view.is_shared)} />
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus {...icon} />} onClick={() => setAsked('new')}>
            {words.saveAs}
          </Menu.Item>
          {current !== null && (!current.is_shared || views.may_share) && <Changes {...props} view={current} onSettings={() => setAsked('settings')} />}
        </Menu.Dropdown>
      </Menu>
      {asked !== null && (
        <ViewDialog
          title={isNew ? words.newTitle : words.settingsTitle}
          view={isNew ? null : current}
          mayShare={views.may_share}
          onSend={(given) => (isNew ? save.mutateAsync({ ...given, content: now }) : change.mutateAsync({ id: current.id, ...given }))}
          onClose={(saved) => {
            setAsked(null);
            if (saved !== null && isNew) onOpen(saved);
          }}
        />
      )}
    </>
  );
}

/** What can be done to the view that is seen. */
function Changes({ workspace, table, view, now, onOpen, onSettings }: ViewsMenuProps & { view: SavedView; onSettings: () => void }) {
  const { save, change, forget } = useViewChanges(workspace, table);
  const saveChanges = () => change.mutate({ id: view.id, content: now }, { onSuccess: () => done(words.saved(view.name)), onError: failed });
  const remove = async () => {
    const { name, is_shared, is_default, content } = view;
    try {
      await forget.mutateAsync(view.id);
      onOpen(null);
      done(words.deleted(name), { undo: () => save.mutate({ name, is_shared, is_default, content: { ...now, ...content } }, { onError: failed }) });
    } catch (error) {
      failed(error);
    }
  };
  return (
    <>
      {isOther(view, now) && (
        <Menu.Item leftSection={<IconDeviceFloppy {...icon} />} onClick={saveChanges}>
          {words.saveChanges}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconSettings {...icon} />} onClick={onSettings}>
        {words.settings}
      </Menu.Item>
      <Menu.Item leftSection={<IconTrash {...icon} />} onClick={() => void remove()}>
        {words.remove}
      </Menu.Item>
    </>
  );
}

function labelOf(current: SavedView | null, now: ViewContent): string {
  if (current === null) return words.button;
  return isOther(current, now) ? words.changed(current.name) : current.name;
}

function Views({ title, views }: { title: string; views: SavedView[] }) {
  if (views.length === 0) return null;
  return (
    <>
      <Menu.Label>{title}</Menu.Label>
      {views.map((view) => (
        <Menu.RadioItem key={view.id} value={view.id} closeMenuOnClick>
          {view.is_default ? words.isDefault(view.name) : view.name}
        </Menu.RadioItem>
      ))}
    </>
  );
}

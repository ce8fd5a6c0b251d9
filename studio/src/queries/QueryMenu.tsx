import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconCursorText, IconDots, IconLayoutBoard, IconShieldLock, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useQueryChanges } from '@/api/queries';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done } from '@/ui/toast';
import { RenameDialog } from './RenameDialog';
import { UseInScreenDialog } from './UseInScreenDialog';
import type { QueryEditor } from './useQueryEditor';

const words = text.queries.editor;

/** What else can be done with a query. */
export function QueryMenu({ workspace, editor }: { workspace: string; editor: QueryEditor }) {
  const [open, setOpen] = useState<'use' | 'rename' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const unsaved = editor.changed;
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={text.actions.more}>
            <IconDots size={20} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!editor.draft.writes && (
            <Menu.Item leftSection={<IconLayoutBoard size={16} stroke={1.75} />} disabled={unsaved || editor.draft.columns.length === 0} onClick={() => setOpen('use')}>
              {unsaved ? text.queries.use.saveFirst : text.queries.use.action}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconCursorText size={16} stroke={1.75} />} disabled={unsaved} onClick={() => setOpen('rename')}>
            {unsaved ? text.queries.rename.saveFirst : text.queries.rename.action}
          </Menu.Item>
          <Menu.Item component={Link} to={`/w/${workspace}/access?tab=tables`} leftSection={<IconShieldLock size={16} stroke={1.75} />}>
            {words.access}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => setOpen('delete')}>
            {words.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'use' && <UseInScreenDialog workspace={workspace} editor={editor} onClose={close} />}
      {open === 'rename' && <RenameDialog workspace={workspace} name={editor.name} onClose={close} />}
      {open === 'delete' && <DeleteDialog workspace={workspace} name={editor.name} title={editor.draft.title ?? editor.name} onClose={close} />}
    </>
  );
}

function DeleteDialog({ workspace, name, title, onClose }: { workspace: string; name: string; title: string; onClose: () => void }) {
  const { remove } = useQueryChanges(workspace);
  const navigate = useNavigate();
  const go = () =>
    remove.mutate(name, {
      onSuccess: () => {
        void navigate(`/w/${workspace}/queries`);
        done(words.deleted(title));
      },
    });
  return (
    <Dialog title={words.deleteTitle(title)} opened onClose={onClose}>
      <div className={form['form']}>
        {remove.isError && <ProblemBanner error={remove.error} />}
        <p className={form['about']}>{words.deleteAbout}</p>
        <div className={form['buttons']}>
          <Button variant="filled" color="red" loading={remove.isPending} onClick={go}>
            {words.deleteTitle(title)}
          </Button>
          <Button onClick={onClose}>{text.actions.cancel}</Button>
        </div>
      </div>
    </Dialog>
  );
}

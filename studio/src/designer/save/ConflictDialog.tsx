import { Button } from '@mantine/core';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import { done } from '@/ui/toast';
import type { ScreenEditor } from './useScreenDraft';

const words = text.designer.conflict;

/** Two people changed one screen. Nothing is lost: whichever is taken, undo leads to the other. */
export function ConflictDialog({ editor }: { editor: ScreenEditor }) {
  const mine = async () => {
    if (await editor.keepMine()) done(text.designer.bar.saved(editor.doc.title));
  };
  return (
    <Dialog title={words.title} opened={editor.theirs !== null} onClose={editor.decideLater}>
      <div className={form['form']}>
        <p className={form['about']}>{words.about}</p>
        <div className={form['buttons']}>
          <Button variant="filled" onClick={editor.takeTheirs}>
            {words.theirs}
          </Button>
          <Button onClick={() => void mine()}>{words.mine}</Button>
          <Button onClick={editor.decideLater}>{words.later}</Button>
        </div>
      </div>
    </Dialog>
  );
}

import { Button } from '@mantine/core';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import { done } from '@/ui/toast';

const words = text.designer.conflict;

interface ConflictDialogProps {
  title?: string;
  editor: {
    title: string;
    theirs: unknown;
    takeTheirs: () => void;
    keepMine: () => Promise<boolean>;
    decideLater: () => void;
  };
}

/** Two people changed one thing. Nothing is lost: whichever is taken, undo leads to the other. */
export function ConflictDialog({ editor, title = words.title }: ConflictDialogProps) {
  const mine = async () => {
    if (await editor.keepMine()) done(text.designer.bar.saved(editor.title));
  };
  return (
    <Dialog title={title} opened={editor.theirs !== null} onClose={editor.decideLater}>
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

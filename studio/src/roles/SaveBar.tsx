import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconAlertCircle } from '@tabler/icons-react';
import { text } from '@/text';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { UndoButtons } from '@/ui/UndoButtons';
import classes from './SaveBar.module.css';

const words = text.roles.bar;

interface SaveBarProps {
  editor: {
    changes: number;
    undo: (() => void) | null;
    redo: (() => void) | null;
    saving: boolean;
    discard: () => void;
  };
  /** What saving is called, where it is more than that. */
  label?: string;
  /** What is said above a problem. */
  failed?: string;
  wrong: number;
  problem: unknown;
  onSave: () => void;
  onShowWrong: () => void;
}

/** What is not saved yet, with the way back and the way on. There only while there is something to say. */
export function SaveBar({ editor, label = words.save, failed = words.failed, wrong, problem, onSave, onShowWrong }: SaveBarProps) {
  const { changes, undo, redo, saving } = editor;
  useHotkeys([['mod+S', () => changes > 0 && onSave(), { preventDefault: true }]], [], true);
  useHotkeys([
    ['mod+Z', () => undo?.()],
    ['mod+shift+Z', () => redo?.()],
  ], []);
  if (changes === 0 && undo === null && redo === null) return null;
  return (
    <div className={classes['bar']} role="region" aria-label={words.unsaved}>
      {problem !== null && problem !== undefined && <ProblemBanner error={problem} title={failed} />}
      <div className={classes['line']}>
        <span className={classes['words']} role="status">
          {changes > 0 && words.changes(changes)}
          {wrong > 0 && (
            <button type="button" className={classes['wrong']} onClick={onShowWrong}>
              <IconAlertCircle size={16} stroke={1.75} aria-hidden /> {words.wrong(wrong)}
            </button>
          )}
        </span>
        <UndoButtons undo={undo} redo={redo} />
        <Button disabled={changes === 0} onClick={editor.discard}>
          {words.discard}
        </Button>
        <Button variant="filled" disabled={changes === 0} loading={saving} onClick={onSave}>
          {label}
        </Button>
      </div>
    </div>
  );
}

import { Button } from '@mantine/core';
import { IconBrowser } from '@tabler/icons-react';
import { text } from '@/text';
import { done } from '@/ui/toast';
import { When } from '@/ui/When';
import classes from '../Designer.module.css';
import type { ScreenEditor } from './useScreenDraft';

const words = text.designer.otherTab;

/** Says that another tab keeps other work on this screen. Taking it over is undone like any step; what a closed tab left can be thrown away. */
export function OtherTabs({ editor }: { editor: ScreenEditor }) {
  const [found] = editor.beside;
  if (found === undefined) return null;
  const { kept } = found;
  return (
    <aside className={classes['notice']} aria-label={words.label}>
      <IconBrowser size={16} stroke={1.75} aria-hidden />
      <span>
        {kept.isLeft ? words.left : words.open} {words.changed} <When at={new Date(kept.at).toISOString()} />
      </span>
      <Button
        size="compact-sm"
        onClick={() => {
          editor.takeOver(found);
          done(words.takenOver);
        }}
      >
        {words.takeOver}
      </Button>
      {kept.isLeft && (
        <Button size="compact-sm" onClick={() => done(words.thrownAway, { undo: editor.throwAway(found) })}>
          {words.throwAway}
        </Button>
      )}
    </aside>
  );
}

import { Button } from '@mantine/core';
import { IconBrowser } from '@tabler/icons-react';
import { text } from '@/text';
import { done } from '@/ui/toast';
import { When } from '@/ui/When';
import type { Found, KeptDraft } from './keptDrafts';
import classes from './OtherTabs.module.css';

const words = text.otherTab;

interface OtherTabsProps<K extends KeptDraft> {
  editor: {
    /** What other tabs keep, where it is something else. */
    beside: Found<K>[];
    /** Go on with what another tab keeps, as one step. */
    takeOver: (found: Found<K>) => void;
    /** Answers the way back. */
    throwAway: (found: Found<K>) => () => void;
  };
  /** Among other things on a page, rather than across all of it. */
  framed?: boolean;
}

/** Says that another tab keeps other work. Taking it over is undone like any step; what a closed tab left can be thrown away. */
export function OtherTabs<K extends KeptDraft>({ editor, framed = false }: OtherTabsProps<K>) {
  const [found] = editor.beside;
  if (found === undefined) return null;
  const { kept } = found;
  return (
    <aside className={classes['notice']} data-framed={framed || undefined} aria-label={words.label}>
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

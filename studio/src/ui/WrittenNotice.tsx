import { Button } from '@mantine/core';
import { text } from '@/text';
import classes from './drafts/OtherTabs.module.css';

const words = text.written;

/** Says that a dialog begins with what was written before, and how to begin without it. */
export function WrittenNotice({ onAnew }: { onAnew: () => void }) {
  return (
    <div className={classes['notice']} role="status">
      <span>{words.about}</span>
      <Button size="compact-sm" onClick={onAnew}>
        {words.anew}
      </Button>
    </div>
  );
}

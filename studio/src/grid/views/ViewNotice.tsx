import { Button } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { SavedViews } from '@/api/savedViews';
import { text } from '@/text';
import classes from './MissingNotice.module.css';

const words = text.grid.views;

interface ViewNoticeProps {
  /** Reads the views again, where they could not be read. */
  onAgain: (() => Promise<SavedViews>) | null;
  onFound: (views: SavedViews) => void;
  /** Whether the address names a view that is not there, or is somebody else's. */
  isGone: boolean;
  onClose: () => void;
}

/** Says why the rows are seen without the view that was asked for, and that views could not be read. */
export function ViewNotice({ onAgain, onFound, isGone, onClose }: ViewNoticeProps) {
  const said = onAgain !== null ? words.failed : isGone ? words.gone : null;
  return (
    <div className={classes['notice']} hidden={said === null}>
      <IconInfoCircle className={classes['icon']} size={16} stroke={1.75} aria-hidden />
      <span role="status">{said}</span>
      <Button size="compact-sm" onClick={() => (onAgain === null ? onClose() : void onAgain().then(onFound))}>
        {onAgain === null ? words.without : text.actions.tryAgain}
      </Button>
    </div>
  );
}

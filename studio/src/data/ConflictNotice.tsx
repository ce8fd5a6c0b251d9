import { Button } from '@mantine/core';
import { text } from '@/text';
import classes from './SchemaChanges.module.css';

const words = text.data.edit.conflict;

interface ConflictNoticeProps {
  onMine: () => void;
  onTheirs: () => void;
}

/** Somebody else changed the same thing: nothing is lost, and one of the two is chosen. */
export function ConflictNotice({ onMine, onTheirs }: ConflictNoticeProps) {
  return (
    <div className={classes['notice']} role="alert">
      <strong>{words.title}</strong>
      <p>{words.about}</p>
      <div className={classes['buttons']}>
        <Button size="xs" onClick={onMine}>
          {words.mine}
        </Button>
        <Button size="xs" onClick={onTheirs}>
          {words.theirs}
        </Button>
      </div>
    </div>
  );
}

import { Button } from '@mantine/core';
import { text } from '@/text';
import form from '../Form.module.css';
import classes from './GoneNotice.module.css';

const words = text.merge.gone;

/** What is being written was deleted by somebody else: it is stored anew, or let go on purpose. */
export function GoneNotice({ onSave, onLeave }: { onSave: () => void; onLeave: () => void }) {
  return (
    <div className={classes['notice']} role="alert">
      <strong>{words.title}</strong>
      <p>{words.about}</p>
      <div className={form['buttons']}>
        <Button size="xs" onClick={onSave}>
          {words.save}
        </Button>
        <Button size="xs" onClick={onLeave}>
          {words.leave}
        </Button>
      </div>
    </div>
  );
}

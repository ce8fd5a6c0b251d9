import { Button } from '@mantine/core';
import form from '../Form.module.css';
import classes from './ChoiceNotice.module.css';

interface ChoiceNoticeProps {
  title: string;
  about: string;
  choices: readonly { label: string; onChoose: () => void }[];
}

/** What somebody else did meanwhile, and the ways on: nothing happens until one is chosen. */
export function ChoiceNotice({ title, about, choices }: ChoiceNoticeProps) {
  return (
    <div className={classes['notice']} role="alert">
      <strong>{title}</strong>
      <p>{about}</p>
      <div className={form['buttons']}>
        {choices.map(({ label, onChoose }) => (
          <Button key={label} size="xs" onClick={onChoose}>
            {label}
          </Button>
        ))}
      </div>
    </div>
  );
}

import { IconCheck } from '@tabler/icons-react';
import { text } from '@/text';
import classes from './Progress.module.css';

const words = text.generate;
const DATABASE = [words.steps.connect, words.steps.tables, words.steps.create];

/** The steps of the way and the one we are at; all done when `at` is past the last. */
export function Progress({ at, names = DATABASE }: { at: number; names?: string[] }) {
  return (
    <ol className={classes['steps']} aria-label={words.progress}>
      {names.map((name, index) => (
        <li key={name} aria-current={index === at ? 'step' : undefined} data-done={index < at || undefined}>
          <span className={classes['dot']}>{index < at ? <IconCheck size={14} stroke={2} aria-hidden /> : index + 1}</span>
          <span className={classes['name']}>{name}</span>
        </li>
      ))}
    </ol>
  );
}

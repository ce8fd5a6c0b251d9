import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { Accent } from '@/api/types';
import { text } from '@/text';
import classes from './Theme.module.css';

const words = text.apps.theme;

/** Whether buttons and links of this accent can be read, in light and in dark. */
export function Contrast({ accents }: { accents: Accent[] }) {
  return (
    <section className={classes['contrast']} aria-label={words.contrast} role="status">
      <h2>{words.contrast}</h2>
      <ul>
        {accents.map((one) => (
          <li key={one.mode}>
            <span className={classes['mode']}>{words.modes[one.mode]}</span>
            <Sample label={words.button} colour={one.on_accent} behind={one.accent} ratio={one.label_ratio} />
            <Sample label={words.link} colour={one.text} behind={one.surface} ratio={one.text_ratio} />
            <span className={classes['verdict']}>
              {one.is_moved ? <IconAlertTriangle size={16} stroke={1.75} aria-hidden /> : <IconCheck size={16} stroke={1.75} aria-hidden />}
              {one.is_moved ? words.moved(one.accent) : words.asGiven}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sample({ label, colour, behind, ratio }: { label: string; colour: string; behind: string; ratio: number }) {
  return (
    <span className={classes['sample']}>
      <span className={classes['chip']} style={{ color: colour, background: behind }}>
        {label}
      </span>
      <span>{words.ratio(ratio)}</span>
    </span>
  );
}

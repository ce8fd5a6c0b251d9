import { VisuallyHidden } from '@mantine/core';
import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck, IconCircleDot, IconInfoCircle, IconStar, type Icon } from '@tabler/icons-react';
import type { Tone } from '@/ui/Badge';
import classes from './Marks.module.css';
import { meaningOf, type Mark } from './marks';

/** Each tone has a sign of its own, so that no colour stands alone. */
const SIGNS: Record<Tone, Icon> = { neutral: IconCircleDot, blue: IconInfoCircle, green: IconCircleCheck, amber: IconAlertTriangle, red: IconAlertOctagon, violet: IconStar };

export function ToneSign({ tone }: { tone: Tone }) {
  const Sign = SIGNS[tone];
  return <Sign size={14} stroke={1.75} className={classes['sign'] ?? ''} data-sign={tone} aria-hidden />;
}

/** The sign of a mark, and what it means to who does not see it. */
export function ToneMark({ mark }: { mark: Mark }) {
  return (
    <span className={classes['mark']} title={meaningOf(mark)}>
      <ToneSign tone={mark.tone} />
      <VisuallyHidden>{meaningOf(mark)}</VisuallyHidden>
    </span>
  );
}

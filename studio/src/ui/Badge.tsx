import type { ReactNode } from 'react';
import classes from './Badge.module.css';

export type Tone = 'neutral' | 'blue' | 'green' | 'amber' | 'red' | 'violet';

interface BadgeProps {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
}

/** A status or a kind. The colour only repeats what the word or icon says. */
export function Badge({ tone = 'neutral', icon, children }: BadgeProps) {
  return (
    <span className={classes['badge']} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}

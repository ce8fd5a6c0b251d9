import { Tooltip } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import type { Extent } from './roleDraft';
import classes from './TickCell.module.css';

interface TickCellProps {
  /** What is asked: "Read rows of Tickets". */
  label: string;
  extent: Extent;
  /** Held anyway, through another role; shown in grey, and said. */
  inherited: string | null;
  /** What `extent` means in words. */
  says: string;
  wrong?: boolean;
  disabled?: boolean;
  onToggle: () => void;
}

type Look = 'all' | 'some' | 'held' | 'none';

/** One cell of a matrix of rights: given, given in part, held through another role, or not. */
export function TickCell({ label, extent, inherited, says, wrong = false, disabled = false, onToggle }: TickCellProps) {
  const look: Look = extent === 'none' && inherited !== null ? 'held' : extent;
  const described = look === 'held' ? (inherited ?? '') : says;
  return (
    <Tooltip label={described} disabled={described === ''}>
      <button
        type="button"
        role="checkbox"
        aria-checked={extent === 'some' ? 'mixed' : extent === 'all'}
        aria-label={[label, described].filter(Boolean).join(': ')}
        aria-invalid={wrong || undefined}
        className={classes['tick']}
        data-look={look}
        disabled={disabled}
        data-cell
        onClick={onToggle}
      >
        <Box look={look} />
      </button>
    </Tooltip>
  );
}

function Box({ look }: { look: Look }) {
  return (
    <span className={classes['box']}>
      {look === 'some' && <IconMinus size={14} stroke={2.5} aria-hidden />}
      {(look === 'all' || look === 'held') && <IconCheck size={14} stroke={2.5} aria-hidden />}
    </span>
  );
}

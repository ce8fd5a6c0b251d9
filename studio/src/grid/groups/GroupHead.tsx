import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { text } from '@/text';
import { formatNumber } from '@/ui/time';
import { CellView } from '../CellView';
import type { GridColumn } from '../columns';
import classes from '../Grid.module.css';
import type { Looks } from '../GridRow';
import { bucketText } from './bucketText';
import type { Group, Grouping } from './groups';

const words = text.grid.groups;

interface GroupHeadProps {
  gridId: string;
  group: Group;
  by: Grouping;
  column: GridColumn;
  looks: Looks;
  line: number;
  y: number;
  height: number;
  /** How many columns are shown, and the one whose cell keys act on; -1 for none. */
  columns: number;
  active: number;
}

/** The head of a group: what its rows have in common, and how many they are. It is one cell over all columns. */
export function GroupHead({ gridId, group, by, column, looks, line, y, height, columns, active }: GroupHeadProps) {
  const Chevron = group.isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div role="row" aria-rowindex={line + 2} className={classes['row']} data-row={line} data-group={group.key} style={{ height, transform: `translateY(${y}px)` }}>
      <div
        role="gridcell"
        // Keys act on a column, and there is one cell for all of them.
        id={`${gridId}-${line}-${Math.max(0, active)}`}
        aria-colindex={1}
        aria-colspan={columns + 1}
        aria-expanded={group.isOpen}
        aria-selected={active >= 0}
        className={classes['groupHead']}
        data-active={active >= 0 || undefined}
      >
        <Chevron size={16} stroke={1.75} aria-hidden />
        <span className={classes['groupColumn']}>{column.label}</span>
        <span className={classes['groupValue']}>{by.bucket !== null && group.value !== null ? bucketText(String(group.value), by.bucket, looks.manner) : <CellView column={column} value={group.value} {...looks} />}</span>
        <span className={classes['groupCount']}>{words.rows(formatNumber(group.count))}</span>
      </div>
    </div>
  );
}

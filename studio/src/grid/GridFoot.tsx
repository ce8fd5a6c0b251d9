import { useMemo } from 'react';
import { text } from '@/text';
import { formatNumber } from '@/ui/time';
import type { GridColumn } from './columns';
import classes from './Grid.module.css';
import { GroupedRows } from './groups/groupedRows';
import type { RowStore } from './rowStore';
import { cellsIn, rectangle, type Selection } from './selection';

interface GridFootProps {
  store: RowStore;
  shown: GridColumn[];
  selection: Selection | null;
}

const MOST_SUMMED = 20_000;

/** How many rows there are, what is selected, and why the cell in question cannot be changed. */
export function GridFoot({ store, shown, selection }: GridFootProps) {
  const area = selection === null ? null : rectangle(selection);
  const cells = area === null ? 0 : cellsIn(area);
  const sum = useMemo(() => (area === null || cells < 2 || cells > MOST_SUMMED ? null : sumOf(store, shown, area)), [store, shown, area, cells]);
  const column = selection === null ? undefined : shown[selection.focus.column];
  return (
    <div className={classes['foot']}>
      <span role="status">{saidOf(store)}</span>
      {cells > 1 && <span>{text.grid.selected(formatNumber(cells))}</span>}
      {sum !== null && <span>{text.grid.sum(formatNumber(sum))}</span>}
      {cells === 1 && area !== null && store.headOf(area.top) === null && column !== undefined && column.fixed !== null && <span>{column.fixed}</span>}
    </div>
  );
}

/** How many rows there are, as far as that is known; nothing where they could not be read at all. */
function saidOf(store: RowStore): string {
  const { rows, isExact, isCounting } = store.total;
  if (!store.hasStarted) return text.loading;
  if (store.error !== null && rows <= 1 && !isExact) return '';
  const count = text.grid.rows(formatNumber(isExact ? rows : Math.max(0, rows - 1)), !isExact);
  return [count, ...(isCounting ? [text.grid.counting] : []), ...groupsIn(store)].join(' · ');
}

/** How many groups there are; more than are shown is said. */
function groupsIn(store: RowStore): string[] {
  if (!(store instanceof GroupedRows)) return [];
  const count = formatNumber(store.groups.length);
  return [store.hasMore ? text.grid.groups.more(count) : text.grid.groups.count(count)];
}

function sumOf(store: RowStore, shown: GridColumn[], area: { top: number; bottom: number; left: number; right: number }): number | null {
  let sum = 0;
  let found = 0;
  for (let place = area.left; place <= area.right; place += 1) {
    const column = shown[place];
    if (column?.kind !== 'number') continue;
    for (let index = area.top; index <= area.bottom; index += 1) {
      const value = Number(store.row(index)?.values[column.name] ?? NaN);
      if (Number.isFinite(value)) {
        sum += value;
        found += 1;
      }
    }
  }
  return found < 2 ? null : Number(sum.toFixed(10));
}

import { memo } from 'react';
import { formatNumber } from '@/ui/time';
import { CellView } from './CellView';
import type { Placed, Window } from './geometry';
import classes from './Grid.module.css';
import type { LabelStore } from './labelStore';
import type { Row } from './rowStore';
import type { Manner } from './values';

export interface Looks {
  manner: Manner;
  labels: LabelStore;
  people: Map<string, string>;
}

interface GridRowProps {
  gridId: string;
  row: Row | undefined;
  index: number;
  y: number;
  height: number;
  window: Window;
  looks: Looks;
  /** Changes when names of other rows have come. */
  labelsVersion: number;
  /** The column of the cell that keys act on, and the first and last selected one; -1 for none. */
  active: number;
  from: number;
  to: number;
}

/** One row of the grid. It is drawn again only when something of its own changed. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { gridId, index, y, height, window, from, to } = props;
  const cell = (place: Placed) => <GridCell key={place.column.name} {...props} place={place} />;
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={from >= 0} className={classes['row']} data-row={index} style={{ height, transform: `translateY(${y}px)` }}>
      <div role="rowheader" aria-colindex={1} id={`${gridId}-${index}-head`} className={classes['rowHead']} data-selected={(from === 0 && to >= 0) || undefined} data-head>
        <span>{formatNumber(index + 1)}</span>
      </div>
      {window.frozen.map(cell)}
      {window.spacePx > 0 && <div role="presentation" style={{ width: window.spacePx, flex: 'none' }} />}
      {window.inSight.map(cell)}
    </div>
  );
});

function GridCell({ gridId, row, index, looks, active, from, to, place }: GridRowProps & { place: Placed }) {
  const { column, width, left, isFrozen } = place;
  const isActive = place.index === active;
  const isSelected = place.index >= from && place.index <= to;
  return (
    <div
      role="gridcell"
      id={`${gridId}-${index}-${place.index}`}
      aria-colindex={place.index + 2}
      aria-selected={isSelected}
      aria-readonly={column.fixed !== null}
      className={classes['cell']}
      data-cell={place.index}
      data-kind={column.kind}
      {...marks({ active: isActive, selected: isSelected, frozen: isFrozen })}
      style={isFrozen ? { width, left } : { width }}
    >
      {row === undefined ? <span className={classes['coming']} /> : <CellView column={column} value={row.values[column.name]} {...looks} />}
    </div>
  );
}

/** Attributes without a value for what is so. */
const marks = (facts: Record<string, boolean>) => Object.fromEntries(Object.entries(facts).filter(([, is]) => is).map(([name]) => [`data-${name}`, true]));

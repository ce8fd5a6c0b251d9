import { IconArrowsDiagonal } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import type { FilePlace } from '@/api/rowFiles';
import { formatNumber } from '@/ui/time';
import { text } from '@/text';
import { CellView } from './CellView';
import type { Unsaved, UnsavedRow } from './edit/editStore';
import type { GridColumn } from './columns';
import type { Placed, Window } from './geometry';
import classes from './Grid.module.css';
import type { LabelStore } from './labelStore';
import type { Row } from './rowPages';
import { markOf, type Mark } from './marks/marks';
import { ToneMark } from './marks/ToneMark';
import type { Manner } from './values';

export interface Looks {
  manner: Manner;
  labels: LabelStore;
  /** Where files of the rows are sent and read. */
  place: FilePlace;
  people: Map<string, string>;
}

interface GridRowProps {
  gridId: string;
  row: Row | undefined;
  index: number;
  /** What it is counted as. */
  number: number;
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
  /** The column at whose end the corner to fill from is; -1 for none. */
  corner: number;
  /** What of the row is not saved, and the control in the cell that is being edited. */
  unsaved: UnsavedRow | undefined;
  /** The columns that somebody else changed a moment ago; `*` for a row that is new. */
  changed: ReadonlySet<string> | undefined;
  editor: { place: number; control: ReactNode } | null;
  /** What makes rows and cells stand out. */
  marks: readonly Mark[];
}

/** One row of the grid. It is drawn again only when something of its own changed. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { gridId, row, index, number, y, height, window, from, to } = props;
  const cell = (place: Placed) => <GridCell key={place.column.name} {...props} place={place} />;
  const mark = row === undefined ? null : markOf(props.marks, row.marks, null);
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={from >= 0} className={classes['row']} data-row={index} data-tone={mark?.tone} style={{ height, transform: `translateY(${y}px)` }}>
      <div role="rowheader" aria-colindex={1} id={`${gridId}-${index}-head`} className={classes['rowHead']} data-selected={(from === 0 && to >= 0) || undefined} data-head>
        <span>{formatNumber(number)}</span>
        {mark !== null && <ToneMark mark={mark} />}
        {row !== undefined && row.id !== null && (
          <button type="button" tabIndex={-1} className={classes['open']} data-open aria-label={text.rowPanel.open(formatNumber(number))}>
            <IconArrowsDiagonal size={14} stroke={1.75} aria-hidden />
          </button>
        )}
      </div>
      {window.frozen.map(cell)}
      {window.spacePx > 0 && <div role="presentation" style={{ width: window.spacePx, flex: 'none' }} />}
      {window.inSight.map(cell)}
    </div>
  );
});

function GridCell({ gridId, row, index, looks, active, from, to, corner, unsaved, changed, editor, marks: rules, place }: GridRowProps & { place: Placed }) {
  const { column, width, left, isFrozen } = place;
  const own = unsaved?.get(column.name);
  const isSelected = place.index >= from && place.index <= to;
  const isEdited = editor?.place === place.index;
  const mark = row === undefined ? null : markOf(rules, row.marks, column.name);
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
      data-tone={mark?.tone}
      {...marks({ active: place.index === active, selected: isSelected, frozen: isFrozen, editing: isEdited, changed: isChanged(changed, column) })}
      {...(own === undefined ? {} : unsavedMarks(own))}
      style={isFrozen ? { width, left } : { width }}
    >
      <Inside column={column} row={row} mark={mark} unsaved={own} looks={looks} />
      {place.index === corner && column.fixed === null && <span className={classes['corner']} data-fill aria-hidden />}
      {isEdited && editor.control}
    </div>
  );
}

function Inside({ mark, row, ...value }: { column: GridColumn; row: Row | undefined; mark: Mark | null; unsaved: Unsaved | undefined; looks: Looks }) {
  if (row === undefined) return <span className={classes['coming']} />;
  return (
    <>
      {mark !== null && <ToneMark mark={mark} />}
      <Value row={row} {...value} />
    </>
  );
}

const isChanged = (changed: ReadonlySet<string> | undefined, column: GridColumn) => changed !== undefined && (changed.has(column.name) || changed.has('*'));

/** What was last put there, saved or not; a text that means nothing in the column as it was typed. */
function Value({ column, row, unsaved, looks }: { column: GridColumn; row: Row; unsaved: Unsaved | undefined; looks: Looks }) {
  if (unsaved === undefined) return <CellView column={column} value={row.values[column.name]} row={row.id} {...looks} />;
  const { typed, value } = unsaved.cell;
  return typed === null ? <CellView column={column} value={value} {...looks} /> : <span>{typed || text.grid.nothing}</span>;
}

function unsavedMarks({ cell, batch }: Unsaved) {
  const isWrong = cell.problem !== null;
  return { ...marks({ saving: batch.isSaving, unsaved: !batch.isSaving, wrong: isWrong }), ...(isWrong ? { 'aria-invalid': true } : {}) };
}

/** Attributes without a value for what is so. */
const marks = (facts: Record<string, boolean>) => Object.fromEntries(Object.entries(facts).filter(([, is]) => is).map(([name]) => [`data-${name}`, true]));

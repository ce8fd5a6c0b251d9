import { useCallback, useEffect, useId, useMemo, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from 'react';
import type { Table } from '@/api/types';
import { text } from '@/text';
import type { GridColumn } from './columns';
import { HEAD_PX, placed, ROW_HEAD_PX, widthOfAll, windowOf, type Window } from './geometry';
import classes from './Grid.module.css';
import { CellEditor } from './edit/CellEditor';
import { editActOf } from './edit/editKeys';
import { otherText } from './edit/EditNotice';
import type { EditStore } from './edit/editStore';
import { useCellEditing } from './edit/useCellEditing';
import { usePasting } from './edit/usePasting';
import { GroupHead } from './groups/GroupHead';
import { selectHead, turnByKey, turnByPointer } from './groups/groupKeys';
import { GridHead, type HeadActions } from './GridHead';
import { actOf, wholeGrid } from './gridKeys';
import { cellAt, fillByPointer, selectByPointer } from './gridPointer';
import { GridRow, type Looks } from './GridRow';
import { ROW_PX } from './layout';
import type { LiveRows } from './live/liveRows';
import { useSteadyPlace } from './live/useSteadyPlace';
import type { RowStore } from './rowStore';
import { at, clamped, holds, rectangle, type Cell, type Rectangle, type Selection, type Size } from './selection';
import { useClipboard } from './useClipboard';
import { useViewport, type Viewport } from './useViewport';

export interface GridProps extends Omit<HeadActions, 'onClosed' | 'columns'> {
  label: string;
  store: RowStore;
  edits: EditStore;
  live: LiveRows;
  /** All columns, and those that are shown. */
  columns: GridColumn[];
  shown: GridColumn[];
  looks: Looks;
  access: Table['access'];
  /** Opens a row beside the grid. */
  onOpenRow: (row: number) => void;
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
  empty: ReactNode;
}

/** Rows and columns to look at and go through like a spreadsheet. It has one place in the order of tabs; keys move within it. */
export function Grid({ label, store, edits, live, columns, shown, layout, looks, access, onOpenRow, selection: asked, onSelect, empty, ...head }: GridProps) {
  const id = useId();
  useSyncExternalStore(store.subscribe, store.snapshot);
  useSyncExternalStore(edits.subscribe, edits.snapshot);
  useSyncExternalStore(live.subscribe, live.snapshot);
  const labelsVersion = useSyncExternalStore(looks.labels.subscribe, looks.labels.snapshot);
  const rowPx = ROW_PX[layout.height];
  const size: Size = useMemo(() => ({ rows: store.count.rows, columns: shown.length }), [store.count.rows, shown.length]);
  const { element, view, height, reveal, shiftBy } = useViewport({ rows: size.rows, rowPx, headPx: HEAD_PX });
  const places = useMemo(() => placed(shown, layout), [shown, layout]);
  const window_ = useMemo(() => windowOf(places, view.left, view.width), [places, view.left, view.width]);
  const [openMenu, setOpenMenu] = useState<string | null>(null);
  const selection = useMemo(() => (asked === null ? null : clamped(asked, size)), [asked, size]);
  const area = selection === null ? null : rectangle(selection);

  useEffect(() => store.want(view.first, view.last), [store, view.first, view.last]);

  const select = useCallback(
    (next: Selection) => {
      onSelect(next);
      const place = places[next.focus.column];
      const frozenPx = places.filter((one) => one.isFrozen).reduce((sum, one) => sum + one.width, ROW_HEAD_PX);
      // Whole rows have no column to go to.
      const isWhole = next.anchor.column === 0 && next.focus.column === places.length - 1 && places.length > 1;
      reveal(next.focus.row, isWhole || place === undefined || place.isFrozen ? [0, -1] : [place.left, place.left + place.width], frozenPx);
    },
    [onSelect, places, reveal],
  );

  const focusGrid = useCallback(() => element.current?.focus(), [element]);
  const cells = useCellEditing({ edits, store, live, columns: shown, size, onMove: select, focusGrid, onOpenRow });
  const { editing, leave } = cells;
  useClipboard({ element, store, columns: shown, area, looks, onCut: cells.empty });
  const question = usePasting({ element, edits, store, columns: shown, looks, area, access, onSelect });
  useSteadyPlace({ live, element, sight: [view.first, view.last], isEditing: editing !== null, selection, onSelect, shiftBy });
  const isOutOfSight = editing !== null && !isDrawn(editing, view, window_);
  useEffect(() => {
    if (isOutOfSight) leave();
  }, [isOutOfSight, leave]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const from = selection ?? clamped(at(view.first, 0), size);
    if (event.target !== event.currentTarget || from === null) return;
    if (turnByKey(event, store, from.focus.row)) {
      event.preventDefault();
      return;
    }
    const edit = editActOf(event, shown[from.focus.column]?.kind ?? 'text');
    if (edit !== null && cells.act(edit, from)) event.preventDefault();
    // What is typed into a cell is no shortcut of the page.
    else if (edit === 'type' && document.activeElement !== event.currentTarget) event.stopPropagation();
    else go(event, from);
  };

  const go = (event: KeyboardEvent, from: Selection) => {
    const act = actOf(event, from, size, view.page);
    if (act === null) return;
    event.preventDefault();
    if (act.do === 'menu') openMenuOf(element.current, from.focus.column);
    else if (act.do === 'select') onSelect(act.selection);
    else select(selection === null ? from : act.selection);
  };

  const headOf = (line: number) => {
    const group = store.headOf(line);
    const column = columns.find((one) => one.name === layout.group?.column);
    if (group === null || column === undefined || layout.group === null) return null;
    return <GroupHead key={line} gridId={id} group={group} by={layout.group} column={column} looks={looks} line={line} y={HEAD_PX + line * rowPx + view.shift} height={rowPx} columns={shown.length} active={selection?.focus.row === line ? selection.focus.column : -1} />;
  };
  const rows = Array.from({ length: size.rows === 0 ? 0 : view.last - view.first + 1 }, (_, place) => view.first + place).filter((index) => index < size.rows);
  return (
    <div
      ref={element}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={store.count.isExact ? size.rows + 1 : -1}
      aria-colcount={shown.length + 1}
      aria-multiselectable
      {...activeIn(selection, view, window_, id)}
      className={classes['grid']}
      data-height={layout.height}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => selectHead(event, store, onSelect) || (area !== null && fillByPointer(event, area, cells.fill, onSelect)) || selectByPointer(event, selection, size, onSelect)}
      onClick={(event) => {
        if (turnByPointer(event.target, store)) return;
        if (event.target instanceof Element && event.target.closest('[data-open]') !== null) onOpenRow(cellAt(event.target)?.row ?? 0);
      }}
      onDoubleClick={(event) => {
        const cell = cellAt(event.target);
        if (cell !== null && cell.column >= 0) cells.begin(cell, false);
      }}
      onFocus={(event) => event.target === event.currentTarget && selection === null && size.rows > 0 && event.currentTarget.matches(':focus-visible') && onSelect(at(view.first, 0))}
    >
      <div role="presentation" className={classes['canvas']} style={{ height: height + HEAD_PX, width: widthOfAll(places) }}>
        <div role="rowgroup" className={classes['head']}>
          <GridHead
            window={window_}
            open={openMenu}
            onOpen={setOpenMenu}
            onSelectAll={() => {
              onSelect(wholeGrid(size));
              focusGrid();
            }}
            columns={columns}
            layout={layout}
            onClosed={focusGrid}
            {...head}
          />
        </div>
        <div role="rowgroup">
          {rows.map((index) => headOf(index) ?? (
            <GridRow
              key={index}
              gridId={id}
              row={store.row(index)}
              index={index}
              number={store.numberOf(index)}
              y={HEAD_PX + index * rowPx + view.shift}
              height={rowPx}
              window={window_}
              looks={looks}
              labelsVersion={labelsVersion}
              active={selection?.focus.row === index ? selection.focus.column : -1}
              {...spanIn(area, index, editing === null)}
              marks={layout.marks}
              unsaved={edits.ofRow(store.row(index)?.id)}
              changed={live.marksOf(store.row(index)?.id)}
              editor={editing?.row !== index ? null : { place: editing.column, control: <CellEditor key={`${editing.id} ${editing.of.name}`} meanwhile={live.hasChanged(editing.id, editing.of.name, editing.since) ? text.gridEdit.meanwhile(otherText(editing.of, store.row(index)?.values[editing.of.name], looks)) : null} row={editing.id} column={editing.of} value={editing.value} typed={editing.typed} isReplacing={editing.isReplacing} looks={looks} label={text.gridEdit.editor(editing.of.label)} onGive={cells.give} onType={cells.type} /> }}
            />
          ))}
        </div>
      </div>
      {size.rows === 0 && store.hasStarted && empty !== null && <div className={classes['inside']}>{empty}</div>}
      {question}
      {shown.length === 0 && <p className={classes['inside']}>{text.grid.empty.noColumns}</p>}
    </div>
  );
}

/** What of a row is selected, and where the corner to fill from is. */
function spanIn(area: Rectangle | null, index: number, hasCorner: boolean) {
  if (area === null || !holds(area, index, area.left)) return { from: -1, to: -2, corner: -1 };
  return { from: area.left, to: area.right, corner: hasCorner && index === area.bottom ? area.right : -1 };
}

/** Names the cell that keys act on, while it is drawn. */
function activeIn(selection: Selection | null, view: Viewport, window: Window, id: string) {
  if (selection === null || !isDrawn(selection.focus, view, window)) return {};
  return { 'aria-activedescendant': `${id}-${selection.focus.row}-${selection.focus.column}` };
}

/** Whether a cell is among those that are drawn. */
const isDrawn = (cell: Cell, view: Viewport, window: Window) => cell.row >= view.first && cell.row <= view.last && [...window.frozen, ...window.inSight].some((place) => place.index === cell.column);

/** Opens the menu of a column once the key that asked for it is done with: a menu closes at keys pressed elsewhere. */
function openMenuOf(grid: HTMLElement | null, column: number): void {
  window.setTimeout(() => grid?.querySelector<HTMLElement>(`[data-menu='${column}']`)?.click());
}

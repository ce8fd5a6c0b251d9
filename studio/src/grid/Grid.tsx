import { useCallback, useEffect, useId, useMemo, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from 'react';
import { text } from '@/text';
import type { GridColumn } from './columns';
import { HEAD_PX, placed, ROW_HEAD_PX, widthOfAll, windowOf } from './geometry';
import classes from './Grid.module.css';
import { GridHead, type HeadActions } from './GridHead';
import { actOf, wholeGrid } from './gridKeys';
import { selectByPointer } from './gridPointer';
import { GridRow, type Looks } from './GridRow';
import { ROW_PX } from './layout';
import type { RowStore } from './rowStore';
import { at, clamped, holds, rectangle, type Selection, type Size } from './selection';
import { useClipboard } from './useClipboard';
import { useViewport } from './useViewport';

export interface GridProps extends Omit<HeadActions, 'onClosed' | 'columns'> {
  label: string;
  store: RowStore;
  /** All columns, and those that are shown. */
  columns: GridColumn[];
  shown: GridColumn[];
  looks: Looks;
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
  empty: ReactNode;
}

/** Rows and columns to look at and go through like a spreadsheet. It has one place in the order of tabs; keys move within it. */
export function Grid({ label, store, columns, shown, layout, looks, selection: asked, onSelect, empty, ...head }: GridProps) {
  const id = useId();
  useSyncExternalStore(store.subscribe, store.snapshot);
  const labelsVersion = useSyncExternalStore(looks.labels.subscribe, looks.labels.snapshot);
  const rowPx = ROW_PX[layout.height];
  const size: Size = useMemo(() => ({ rows: store.count.rows, columns: shown.length }), [store.count.rows, shown.length]);
  const { element, view, height, reveal } = useViewport({ rows: size.rows, rowPx, headPx: HEAD_PX });
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
      reveal(next.focus.row, place === undefined || place.isFrozen ? [0, -1] : [place.left, place.left + place.width], frozenPx);
    },
    [onSelect, places, reveal],
  );

  useClipboard({ element, store, columns: shown, area, looks });

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const from = selection ?? clamped(at(view.first, 0), size);
    if (event.target !== event.currentTarget || from === null) return;
    const act = actOf(event, from, size, view.page);
    if (act === null) return;
    event.preventDefault();
    if (act.do === 'menu') openMenuOf(element.current, from.focus.column);
    else if (act.do === 'select') onSelect(act.selection);
    else select(selection === null ? from : act.selection);
  };

  const focusGrid = () => element.current?.focus();
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
      {...(selection === null || selection.focus.row < view.first || selection.focus.row > view.last ? {} : { 'aria-activedescendant': `${id}-${selection.focus.row}-${selection.focus.column}` })}
      className={classes['grid']}
      data-height={layout.height}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => selectByPointer(event, selection, size, onSelect)}
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
          {rows.map((index) => (
            <GridRow
              key={index}
              gridId={id}
              row={store.row(index)}
              index={index}
              y={HEAD_PX + index * rowPx + view.shift}
              height={rowPx}
              window={window_}
              looks={looks}
              labelsVersion={labelsVersion}
              active={selection?.focus.row === index ? selection.focus.column : -1}
              from={area !== null && holds(area, index, area.left) ? area.left : -1}
              to={area !== null && holds(area, index, area.left) ? area.right : -2}
            />
          ))}
        </div>
      </div>
      {size.rows === 0 && store.hasStarted && empty !== null && <div className={classes['inside']}>{empty}</div>}
      {shown.length === 0 && <p className={classes['inside']}>{text.grid.empty.noColumns}</p>}
    </div>
  );
}

/** Opens the menu of a column once the key that asked for it is done with: a menu closes at keys pressed elsewhere. */
function openMenuOf(grid: HTMLElement | null, column: number): void {
  window.setTimeout(() => grid?.querySelector<HTMLElement>(`[data-menu='${column}']`)?.click());
}

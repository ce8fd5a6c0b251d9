import { Menu } from '@mantine/core';
import { IconArrowDown, IconArrowLeft, IconArrowRight, IconArrowUp, IconArrowsMaximize, IconArrowsMinimize, IconChevronDown, IconEyeOff, IconFilter, IconLock, IconPin, IconPinnedOff, IconX } from '@tabler/icons-react';
import { useRef, useState, type PointerEvent } from 'react';
import { text } from '@/text';
import type { GridColumn } from './columns';
import { HEAD_PX, type Placed, type Window } from './geometry';
import classes from './Grid.module.css';
import { ordered, withHidden, withMove, withWidth, type Layout } from './layout';
import { directionIn, withDirection, type Direction } from './useGridAddress';

const words = text.grid.header;
const STEP_PX = 40;
const icon = { size: 16, stroke: 1.75 };

export interface HeadActions {
  columns: GridColumn[];
  layout: Layout;
  sort: string;
  onLayout: (layout: Layout) => void;
  onSort: (sort: string) => void;
  onFilterBy: (column: string) => void;
  onClosed: () => void;
}

interface GridHeadProps extends HeadActions {
  window: Window;
  open: string | null;
  onOpen: (column: string | null) => void;
  onSelectAll: () => void;
}

/** The names of the columns, each with its menu; dragging one moves it, dragging its edge makes it wider. */
export function GridHead({ window, open, onOpen, onSelectAll, ...actions }: GridHeadProps) {
  const [dragged, setDragged] = useState<string | null>(null);
  const drop = (name: string) => {
    if (dragged !== null) actions.onLayout(withMove(actions.columns, actions.layout, dragged, name));
    setDragged(null);
  };
  const cell = (place: Placed) => (
    <HeadCell key={place.column.name} place={place} isOpen={open === place.column.name} onOpen={onOpen} isDragged={dragged === place.column.name} onDrag={setDragged} onDrop={drop} {...actions} />
  );
  return (
    <div role="row" aria-rowindex={1} className={classes['head']} style={{ height: HEAD_PX }}>
      <div role="columnheader" aria-colindex={1} className={classes['rowHead']}>
        <button type="button" tabIndex={-1} className={classes['all']} onClick={onSelectAll} aria-label={text.grid.selectAll}>
          #
        </button>
      </div>
      {window.frozen.map(cell)}
      {window.spacePx > 0 && <div role="presentation" style={{ width: window.spacePx, flex: 'none' }} />}
      {window.inSight.map(cell)}
    </div>
  );
}

interface HeadCellProps extends HeadActions {
  place: Placed;
  isOpen: boolean;
  isDragged: boolean;
  onOpen: (column: string | null) => void;
  onDrag: (column: string | null) => void;
  onDrop: (column: string) => void;
}

const ARIA: Record<string, 'ascending' | 'descending'> = { ascending: 'ascending', descending: 'descending' };

function HeadCell({ place, isOpen, isDragged, onOpen, onDrag, onDrop, ...actions }: HeadCellProps) {
  const { column, width, left, isFrozen } = place;
  const direction = directionIn(actions.sort, column.name);
  const [isOver, setOver] = useState(false);
  return (
    <div
      role="columnheader"
      aria-colindex={place.index + 2}
      aria-sort={direction === null ? 'none' : ARIA[direction]}
      className={classes['headCell']}
      data-kind={column.kind}
      data-frozen={isFrozen || undefined}
      data-dragged={isDragged || undefined}
      data-over={isOver || undefined}
      style={isFrozen ? { width, left } : { width }}
      draggable
      onDragStart={() => onDrag(column.name)}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={() => {
        setOver(false);
        onDrop(column.name);
      }}
    >
      <Menu opened={isOpen} onChange={(opened) => onOpen(opened ? column.name : null)} onClose={actions.onClosed} position="bottom-start" withinPortal>
        <Menu.Target>
          <button type="button" tabIndex={-1} data-menu={place.index} className={classes['headButton']} title={column.help ?? column.label} aria-label={words.menu(column.label)}>
            {column.fixed !== null && <IconLock size={12} stroke={1.75} aria-label={column.masked ? words.masked : words.readOnly} />}
            <span className={classes['headLabel']}>{column.label}</span>
            {direction === 'ascending' && <IconArrowUp size={14} stroke={1.75} aria-hidden />}
            {direction === 'descending' && <IconArrowDown size={14} stroke={1.75} aria-hidden />}
            <IconChevronDown className={classes['chevron']} size={14} stroke={1.75} aria-hidden />
          </button>
        </Menu.Target>
        {isOpen && <HeadMenu place={place} direction={direction} {...actions} />}
      </Menu>
      <Edge place={place} {...actions} />
    </div>
  );
}

function HeadMenu({ place, direction, columns, layout, sort, onLayout, onSort, onFilterBy }: HeadActions & { place: Placed; direction: Direction }) {
  const { column } = place;
  const names = ordered(columns, layout).filter((one) => !layout.hidden.includes(one.name)).map((one) => one.name);
  const beside = (by: number) => names[names.indexOf(column.name) + by];
  const move = (by: number) => onLayout(withMove(columns, layout, column.name, beside(by) ?? column.name));
  const toWidth = (by: number) => onLayout(withWidth(layout, column.name, place.width + by));
  return (
    <Menu.Dropdown>
      {column.usable && (
        <>
          <Menu.Item leftSection={<IconArrowUp {...icon} />} onClick={() => onSort(withDirection(sort, column.name, 'ascending'))}>
            {words.ascending}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowDown {...icon} />} onClick={() => onSort(withDirection(sort, column.name, 'descending'))}>
            {words.descending}
          </Menu.Item>
          {direction !== null && (
            <Menu.Item leftSection={<IconX {...icon} />} onClick={() => onSort(withDirection(sort, column.name, null))}>
              {words.unsorted}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconFilter {...icon} />} onClick={() => onFilterBy(column.name)}>
            {words.filter}
          </Menu.Item>
          <Menu.Divider />
        </>
      )}
      <Menu.Item leftSection={<IconArrowLeft {...icon} />} disabled={beside(-1) === undefined} onClick={() => move(-1)}>
        {words.left}
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowRight {...icon} />} disabled={beside(1) === undefined} onClick={() => move(1)}>
        {words.right}
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowsMaximize {...icon} />} onClick={() => toWidth(STEP_PX)} closeMenuOnClick={false}>
        {words.wider}
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowsMinimize {...icon} />} onClick={() => toWidth(-STEP_PX)} closeMenuOnClick={false}>
        {words.narrower}
      </Menu.Item>
      <Menu.Item leftSection={<IconPin {...icon} />} onClick={() => onLayout({ ...layout, frozen: place.index + 1 })}>
        {words.freeze}
      </Menu.Item>
      {layout.frozen > 0 && (
        <Menu.Item leftSection={<IconPinnedOff {...icon} />} onClick={() => onLayout({ ...layout, frozen: 0 })}>
          {words.unfreeze}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconEyeOff {...icon} />} onClick={() => onLayout(withHidden(layout, column.name, true))}>
        {words.hide}
      </Menu.Item>
    </Menu.Dropdown>
  );
}

/** The edge of a column, to drag; by keyboard the menu makes it wider. */
function Edge({ place, layout, onLayout }: HeadActions & { place: Placed }) {
  const from = useRef<number | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = event.clientX - place.width;
  };
  const onPointerMove = (event: PointerEvent<HTMLSpanElement>) => {
    if (from.current !== null) onLayout(withWidth(layout, place.column.name, event.clientX - from.current));
  };
  return <span className={classes['edge']} aria-hidden data-edge={place.column.name} onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={() => (from.current = null)} draggable={false} />;
}

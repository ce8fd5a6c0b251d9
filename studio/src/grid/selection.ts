export interface Cell {
  row: number;
  column: number;
}

/** What is selected: the rectangle between `anchor` and `focus`; the focus is the cell that keys act on. */
export interface Selection {
  anchor: Cell;
  focus: Cell;
}

export interface Size {
  rows: number;
  columns: number;
}

export interface Rectangle {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export const at = (row: number, column: number): Selection => ({ anchor: { row, column }, focus: { row, column } });

/** The rectangle of a selection, its edges included. */
export function rectangle({ anchor, focus }: Selection): Rectangle {
  return {
    top: Math.min(anchor.row, focus.row),
    bottom: Math.max(anchor.row, focus.row),
    left: Math.min(anchor.column, focus.column),
    right: Math.max(anchor.column, focus.column),
  };
}

export const holds = (area: Rectangle, row: number, column: number) => row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;
export const cellsIn = (area: Rectangle) => (area.bottom - area.top + 1) * (area.right - area.left + 1);

/** The selection within a grid of that size; null when there is nothing to select. */
export function clamped({ anchor, focus }: Selection, size: Size): Selection | null {
  if (size.rows === 0 || size.columns === 0) return null;
  return { anchor: inside(anchor, size), focus: inside(focus, size) };
}

const inside = ({ row, column }: Cell, size: Size): Cell => ({ row: bound(row, size.rows), column: bound(column, size.columns) });
const bound = (value: number, length: number) => Math.max(0, Math.min(length - 1, value));

export interface Press {
  key: string;
  ctrl: boolean;
  shift: boolean;
  /** How many rows Page Up and Page Down go. */
  page: number;
}

/** The selection after a key that moves, or null for any other key. */
export function moved(selection: Selection, press: Press, size: Size): Selection | null {
  if (press.key === 'Tab' || press.key === 'Enter') return stepped(selection, press, size);
  const focus = press.ctrl ? jumped(selection.focus, press.key, size) : walked(selection.focus, press, size);
  if (focus === null) return null;
  const to = inside(focus, size);
  return { anchor: press.shift ? selection.anchor : to, focus: to };
}

function walked({ row, column }: Cell, { key, page }: Press, size: Size): Cell | null {
  switch (key) {
    case 'ArrowUp':
      return { row: row - 1, column };
    case 'ArrowDown':
      return { row: row + 1, column };
    case 'ArrowLeft':
      return { row, column: column - 1 };
    case 'ArrowRight':
      return { row, column: column + 1 };
    case 'PageUp':
      return { row: row - page, column };
    case 'PageDown':
      return { row: row + page, column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: size.columns - 1 };
    default:
      return null;
  }
}

function jumped({ row, column }: Cell, key: string, size: Size): Cell | null {
  switch (key) {
    case 'ArrowUp':
      return { row: 0, column };
    case 'ArrowDown':
      return { row: size.rows - 1, column };
    case 'ArrowLeft':
      return { row, column: 0 };
    case 'ArrowRight':
      return { row, column: size.columns - 1 };
    case 'Home':
      return { row: 0, column: 0 };
    case 'End':
      return { row: size.rows - 1, column: size.columns - 1 };
    default:
      return null;
  }
}

/** Tab goes on to the next cell and over the end of a row; Enter goes down. With Shift, back. */
function stepped({ focus }: Selection, { key, shift }: Press, size: Size): Selection {
  const by = shift ? -1 : 1;
  if (key === 'Enter') return at(bound(focus.row + by, size.rows), focus.column);
  const place = focus.row * size.columns + focus.column + by;
  const to = Math.max(0, Math.min(size.rows * size.columns - 1, place));
  return at(Math.floor(to / size.columns), to % size.columns);
}

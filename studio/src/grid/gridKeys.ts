import { moved, type Selection, type Size } from './selection';

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** What a key asks of the grid. `select` leaves the view where it is, `move` goes along. */
export type Act = { do: 'select' | 'move'; selection: Selection } | { do: 'menu' };

/** What a pressed key means with this selection; null for keys that the grid leaves alone. */
export function actOf(pressed: Pressed, from: Selection, size: Size, page: number): Act | null {
  const ctrl = pressed.ctrlKey || pressed.metaKey;
  const last = size.columns - 1;
  if (pressed.altKey) return pressed.key === 'ArrowDown' ? { do: 'menu' } : null;
  if (ctrl && pressed.key.toLowerCase() === 'a') return { do: 'select', selection: wholeGrid(size) };
  if (pressed.shiftKey && pressed.key === ' ') return { do: 'select', selection: { anchor: { row: from.anchor.row, column: 0 }, focus: { row: from.focus.row, column: last } } };
  if (leavesGrid(pressed, from, size)) return null;
  const selection = moved(from, { key: pressed.key, ctrl, shift: pressed.shiftKey, page }, size);
  return selection === null ? null : { do: 'move', selection };
}

export const wholeGrid = (size: Size): Selection => ({ anchor: { row: 0, column: 0 }, focus: { row: size.rows - 1, column: size.columns - 1 } });

/** Tab at the last cell goes on to what comes after the grid, and backwards from the first to what comes before. */
function leavesGrid({ key, shiftKey }: Pressed, { focus }: Selection, size: Size): boolean {
  if (key !== 'Tab') return false;
  return shiftKey ? focus.row === 0 && focus.column === 0 : focus.row === size.rows - 1 && focus.column === size.columns - 1;
}

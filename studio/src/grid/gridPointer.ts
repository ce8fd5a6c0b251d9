import type { PointerEvent as ReactPointerEvent } from 'react';
import type { Cell, Rectangle, Selection, Size } from './selection';

/** The cell under an element; column -1 is the head of the row. */
export function cellAt(target: EventTarget | null): Cell | null {
  if (!(target instanceof Element) || target.closest('[data-editor]') !== null) return null;
  const row = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
  if (row === undefined) return null;
  const column = target.closest<HTMLElement>('[data-cell]')?.dataset['cell'];
  return { row: Number(row), column: column === undefined ? -1 : Number(column) };
}

/** Selects what the pointer is pressed on and dragged over: cells, or whole rows at their heads. */
export function selectByPointer(event: ReactPointerEvent, selection: Selection | null, size: Size, onSelect: (selection: Selection) => void): void {
  const cell = cellAt(event.target);
  if (event.button !== 0 || cell === null) return;
  const isWholeRow = cell.column < 0;
  const anchor = event.shiftKey && selection !== null ? { row: selection.anchor.row, column: isWholeRow ? 0 : selection.anchor.column } : { row: cell.row, column: Math.max(0, cell.column) };
  const to = (over: Cell): Selection => ({ anchor, focus: { row: over.row, column: isWholeRow || over.column < 0 ? size.columns - 1 : over.column } });
  onSelect(to(cell));
  if (event.pointerType !== 'mouse') return;
  const drag = (next: PointerEvent) => {
    const over = cellAt(document.elementFromPoint(next.clientX, next.clientY));
    if (over !== null) onSelect(to(over));
  };
  const end = () => {
    document.removeEventListener('pointermove', drag);
    document.removeEventListener('pointerup', end);
  };
  document.addEventListener('pointermove', drag);
  document.addEventListener('pointerup', end);
}

/** Fills what is selected into the rows that the corner is dragged to. */
export function fillByPointer(event: ReactPointerEvent, area: Rectangle, fill: (from: Rectangle, to: Rectangle) => void, onSelect: (selection: Selection) => void): boolean {
  if (!(event.target instanceof Element) || event.target.closest('[data-fill]') === null) return false;
  event.preventDefault();
  let last = area.bottom;
  const drag = (next: PointerEvent) => {
    const over = cellAt(document.elementFromPoint(next.clientX, next.clientY));
    if (over === null || over.row < area.bottom) return;
    last = over.row;
    onSelect({ anchor: { row: area.top, column: area.left }, focus: { row: last, column: area.right } });
  };
  const end = () => {
    document.removeEventListener('pointermove', drag);
    document.removeEventListener('pointerup', end);
    if (last > area.bottom) fill(area, { ...area, top: area.bottom + 1, bottom: last });
  };
  document.addEventListener('pointermove', drag);
  document.addEventListener('pointerup', end);
  return true;
}

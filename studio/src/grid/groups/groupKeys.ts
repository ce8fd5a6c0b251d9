import type { PointerEvent } from 'react';
import type { Pressed } from '../gridKeys';
import { cellAt } from '../gridPointer';
import type { RowStore } from '../rowStore';
import { at, type Selection } from '../selection';
import { GroupedRows } from './groupedRows';

/** Opens or closes the group whose head keys act on. Answers whether the key was about that. */
export function turnByKey(pressed: Pressed, store: RowStore, line: number): boolean {
  const group = store.headOf(line);
  if (group === null || pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.shiftKey) return false;
  const turns = pressed.key === 'Enter' || pressed.key === ' ' || (pressed.key === 'ArrowRight' && !group.isOpen) || (pressed.key === 'ArrowLeft' && group.isOpen);
  if (turns) turn(store, group.key);
  return turns;
}

/** Has keys act on the head that is pressed. Answers whether it was one. */
export function selectHead(event: PointerEvent, store: RowStore, onSelect: (selection: Selection) => void): boolean {
  const cell = cellAt(event.target);
  if (cell === null || event.button !== 0 || store.headOf(cell.row) === null) return false;
  onSelect(at(cell.row, 0));
  return true;
}

/** Opens or closes the group whose head was pressed. Answers whether it was one. */
export function turnByPointer(target: EventTarget, store: RowStore): boolean {
  const key = target instanceof Element ? target.closest<HTMLElement>('[data-group]')?.dataset['group'] : undefined;
  if (key !== undefined) turn(store, key);
  return key !== undefined;
}

function turn(store: RowStore, key: string): void {
  if (store instanceof GroupedRows) store.turn(key);
}

import { text } from '@/text';
import type { GridColumn } from '../columns';
import type { Row } from '../rowPages';
import type { RowStore } from '../rowStore';
import type { Rectangle, Selection } from '../selection';
import { rectangle } from '../selection';
import { newEdit, type CellEdit } from './batch';
import type { EditStore } from './editStore';

/** Why this person cannot change the cell; null when they can. */
export const whyNot = (column: GridColumn, row: Row): string | null => column.fixed ?? (row.id === null ? text.grid.fixed.elsewhere : null);

/** What a cell shows: what was last put there, saved or not. */
export function shownValue(edits: EditStore, row: Row, column: GridColumn): unknown {
  const unsaved = edits.ofRow(row.id)?.get(column.name);
  return unsaved === undefined ? row.values[column.name] : unsaved.cell.value;
}

/** Cells of a rectangle that can be changed, each with its change. */
export function eachCell(store: RowStore, columns: GridColumn[], area: Rectangle, change: (row: Row & { id: string }, column: GridColumn, index: number, place: number) => CellEdit | null): CellEdit[] {
  const cells: CellEdit[] = [];
  for (let index = area.top; index <= area.bottom; index += 1) {
    const row = store.row(index);
    if (row === undefined || row.id === null) continue;
    for (let place = area.left; place <= area.right; place += 1) {
      const column = columns[place];
      const cell = column === undefined || whyNot(column, row) !== null ? null : change({ ...row, id: row.id }, column, index, place);
      if (cell !== null) cells.push(cell);
    }
  }
  return cells;
}

/** Every cell of the area without its value. What must have one is told of at its place. */
export function clearing(edits: EditStore, store: RowStore, columns: GridColumn[], area: Rectangle): CellEdit[] {
  return eachCell(store, columns, area, (row, column) => {
    const before = shownValue(edits, row, column);
    if (before === null || before === undefined) return null;
    const cell = newEdit(row.id, column.name, before, Array.isArray(before) ? [] : null);
    return column.mayBeEmpty ? cell : { ...cell, typed: '', problem: text.gridEdit.mustHaveValue(column.label) };
  });
}

/** The other of yes and no, as the cell that keys act on would get it. */
export function toggling(edits: EditStore, store: RowStore, columns: GridColumn[], selection: Selection): CellEdit[] {
  const { row: at, column: place } = selection.focus;
  const row = store.row(at);
  const column = columns[place];
  if (row === undefined || column === undefined) return [];
  const value = shownValue(edits, row, column) !== true;
  return eachCell(store, columns, rectangle(selection), (one, of) => (of.kind === 'boolean' ? newEdit(one.id, of.name, shownValue(edits, one, of), value) : null));
}

/** The cells of an area with the values of another, over and over. */
export function filling(edits: EditStore, store: RowStore, columns: GridColumn[], from: Rectangle, to: Rectangle): CellEdit[] {
  const height = from.bottom - from.top + 1;
  return eachCell(store, columns, to, (row, column, index) => {
    const source = store.row(from.top + ((index - to.top) % height));
    // A file belongs to its row.
    return source === undefined || column.kind === 'files' ? null : newEdit(row.id, column.name, shownValue(edits, row, column), shownValue(edits, source, column) ?? null);
  });
}

/** What is filled from what: rows below the first that is selected, or the one row from the one above it. */
export function fillDown({ top, bottom, left, right }: Rectangle): [Rectangle, Rectangle] | null {
  const first = bottom > top ? top : top - 1;
  return first < 0 ? null : [{ top: first, bottom: first, left, right }, { top: first + 1, bottom, left, right }];
}

import { useCallback, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { MOST_CHANGES } from '@/api/rows';
import { text } from '@/text';
import { done } from '@/ui/toast';
import type { GridColumn } from '../columns';
import type { LiveRows } from '../live/liveRows';
import type { Row } from '../rowPages';
import type { RowStore } from '../rowStore';
import { at, moved, rectangle, type Cell, type Rectangle, type Selection, type Size } from '../selection';
import { newEdit, type CellEdit } from './batch';
import type { EditAct } from './editKeys';
import type { EditStore } from './editStore';
import type { After, Given } from './given';
import { clearing, fillDown, filling, toggling, whyNot } from './manyCells';

/** The cell that is being edited. */
export interface Editing extends Cell {
  id: string;
  of: GridColumn;
  value: unknown;
  typed: string | null;
  isReplacing: boolean;
  /** When it began, as `performance.now()` has it. */
  since: number;
}

interface EditingOf {
  edits: EditStore;
  store: RowStore;
  live: LiveRows;
  columns: GridColumn[];
  size: Size;
  onMove: (selection: Selection) => void;
  focusGrid: () => void;
  /** Opens a row beside the grid. */
  onOpenRow: (row: number) => void;
}

const PRESSES: Record<Exclude<After, 'stay'>, { key: string; shift: boolean }> = { down: { key: 'Enter', shift: false }, up: { key: 'Enter', shift: true }, next: { key: 'Tab', shift: false }, back: { key: 'Tab', shift: true } };

/** Edits one cell at a time, and does what keys ask of all that is selected. */
export function useCellEditing({ edits, store, live, columns, size, onMove, focusGrid, onOpenRow }: EditingOf) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const last = useRef<Given | null>(null);
  // Leaving a control takes the focus from it, which it tells as well.
  const isOpen = useRef(false);

  const begin = useCallback(
    ({ row: index, column: place }: Cell, isReplacing: boolean): boolean => {
      const column = columns[place];
      const row = store.row(index);
      const refused = column === undefined || row === undefined ? '' : whyNot(column, row);
      if (column === undefined || row?.id === null || row === undefined || refused !== null) {
        if (refused) edits.say(refused);
        return false;
      }
      last.current = null;
      isOpen.current = true;
      onMove(at(index, place));
      void edits.writer.prepare(row.id);
      // At once, so that the key that asked for it is typed into the control.
      flushSync(() => setEditing({ row: index, column: place, ...startOf(edits, row, column), isReplacing, since: performance.now() }));
      return true;
    },
    [columns, edits, store, onMove],
  );

  const give = useCallback(
    (given: Given | null, after: After, keepsFocus = true) => {
      if (editing === null || !isOpen.current) return;
      isOpen.current = false;
      edits.keepDraft(null);
      if (given !== null) edits.change([editOf({ edits, store, live }, editing, given)]);
      const hadFocus = document.activeElement?.closest('[data-editor]') !== null;
      setEditing(null);
      if (keepsFocus && (hadFocus || after !== 'stay')) focusGrid();
      const to = after === 'stay' ? null : moved(at(editing.row, editing.column), { ...PRESSES[after], ctrl: false, page: 1 }, size);
      if (to !== null) onMove(to);
    },
    [editing, edits, store, live, size, onMove, focusGrid],
  );

  const type = useCallback(
    (given: Given) => {
      last.current = given;
      if (editing !== null) edits.keepDraft({ ...editOf({ edits, store, live }, editing, given), typed: given.typed });
    },
    [editing, edits, store, live],
  );

  /** Change several cells at once, once their rows are here. */
  const changeMany = useCallback(
    async (area: Rectangle, cellsOf: () => CellEdit[]) => {
      if (area.bottom - area.top >= MOST_CHANGES) {
        done(text.gridEdit.tooMany(MOST_CHANGES.toLocaleString()));
        return;
      }
      await store.load(area.top, area.bottom);
      const cells = cellsOf();
      if (cells.length > 0) edits.change(cells);
      else edits.say(columns[area.left]?.fixed ?? '');
    },
    [edits, store, columns],
  );

  const fill = useCallback((from: Rectangle, to: Rectangle) => void changeMany(to, () => filling(edits, store, columns, from, to)), [changeMany, edits, store, columns]);

  /** What a key asks; answers whether the key has done its work and shall do nothing else. */
  const act = useCallback(
    (what: EditAct, selection: Selection): boolean => {
      const area = rectangle(selection);
      const filled = fillDown(area);
      const acts: Record<EditAct, () => unknown> = {
        undo: edits.undo,
        redo: edits.redo,
        type: () => begin(selection.focus, true),
        open: () => begin(selection.focus, false),
        toggle: () => changeMany(area, () => toggling(edits, store, columns, selection)),
        empty: () => changeMany(area, () => clearing(edits, store, columns, area)),
        fill: () => filled !== null && fill(...filled),
        panel: () => onOpenRow(selection.focus.row),
      };
      const isDone = acts[what]();
      return what === 'open' ? isDone === true : what !== 'type';
    },
    [begin, changeMany, fill, onOpenRow, edits, store, columns],
  );

  const leave = useCallback(() => give(last.current, 'stay'), [give]);
  const empty = useCallback((area: Rectangle) => void changeMany(area, () => clearing(edits, store, columns, area)), [changeMany, edits, store, columns]);
  return { editing, begin, give, type, act, leave, fill, empty };
}

/** What the editor of a cell begins with: what was typed before where it was not saved. */
function startOf(edits: EditStore, row: Row, of: GridColumn) {
  const unsaved = edits.ofRow(row.id)?.get(of.name)?.cell;
  return { id: row.id ?? '', of, value: unsaved === undefined ? row.values[of.name] : unsaved.value, typed: unsaved?.typed ?? null };
}

/** What was there when editing began is what the person has seen, whatever others have put there since. */
function editOf({ edits, store, live }: Pick<EditingOf, 'edits' | 'store' | 'live'>, { row, id, of, value, since }: Editing, given: Given): CellEdit {
  const shown = store.row(row);
  const isSaving = edits.ofRow(id)?.get(of.name)?.batch.isSaving === true;
  const before = isSaving || shown?.id !== id || live.hasChanged(id, of.name, since) ? value : shown.values[of.name];
  return { ...newEdit(id, of.name, before, given.value), typed: given.typed, problem: given.problem };
}

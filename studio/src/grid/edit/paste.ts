import { MOST_CHANGES, type Values } from '@/api/rows';
import { text } from '@/text';
import type { GridColumn, Target } from '../columns';
import type { Looks } from '../GridRow';
import type { RowStore } from '../rowStore';
import type { Rectangle } from '../selection';
import { newEdit, type CellEdit } from './batch';
import type { EditStore } from './editStore';
import { givenBy, type Given } from './given';
import { eachCell, shownValue } from './manyCells';

const words = text.gridEdit;

/** What pasting comes to. */
export interface Pasted {
  cells: CellEdit[];
  /** Cells that cannot be changed. */
  leftOut: number;
  /** The area that was pasted over. */
  area: Rectangle;
  /** Rows beyond the last, and what they would hold. */
  beyond: string[][];
}

interface PasteInto {
  edits: EditStore;
  store: RowStore;
  columns: GridColumn[];
  looks: Looks;
}

/** Where so many cells go: from the corner of what is selected; a selection they fit into several times is filled with them. */
export function areaOf(texts: string[][], area: Rectangle, columns: number): Rectangle {
  const height = texts.length;
  const width = Math.max(...texts.map((row) => row.length));
  const tall = area.bottom - area.top + 1;
  const wide = area.right - area.left + 1;
  const isTiled = tall % height === 0 && wide % width === 0;
  return { top: area.top, left: area.left, bottom: area.top + (isTiled ? tall : height) - 1, right: Math.min(columns - 1, area.left + (isTiled ? wide : width) - 1) };
}

/** The cells of a text from a spreadsheet, read as values of the columns they fall on. Nothing is changed by that. */
export async function readPaste(texts: string[][], selected: Rectangle, into: PasteInto): Promise<Pasted | string> {
  const { edits, store, columns, looks } = into;
  const area = areaOf(texts, selected, columns.length);
  if (area.bottom - area.top >= MOST_CHANGES) return words.tooMany(MOST_CHANGES.toLocaleString());
  const last = Math.min(area.bottom, store.count.rows - 1);
  await store.load(area.top, last);
  const textAt = (index: number, place: number) => texts[(index - area.top) % texts.length]?.[(place - area.left) % Math.max(...texts.map((row) => row.length))] ?? '';
  const names = new Names(looks);
  const wanted: { cell: CellEdit; column: GridColumn; typed: string }[] = [];
  const over = { ...area, bottom: last };
  eachCell(store, columns, over, (row, column, index, place) => {
    // Names of files are no files.
    if (column.kind === 'files') return null;
    const cell = newEdit(row.id, column.name, shownValue(edits, row, column) ?? null, null);
    wanted.push({ cell, column, typed: textAt(index, place) });
    return null;
  });
  const cells: CellEdit[] = [];
  for (const { cell, column, typed } of wanted) cells.push({ ...cell, ...(await names.given(column, typed)) });
  const cellsOver = (last - area.top + 1) * (area.right - area.left + 1);
  const beyond = Array.from({ length: area.bottom - last }, (_, more) => Array.from({ length: area.right - area.left + 1 }, (__, place) => textAt(last + 1 + more, area.left + place)));
  return { cells, leftOut: cellsOver - cells.length, area, beyond };
}

/** The values of new rows, or what is wrong with them. */
export async function readNewRows({ beyond, area }: Pasted, { columns, looks }: PasteInto): Promise<Values[] | string> {
  const names = new Names(looks);
  const rows: Values[] = [];
  for (const [index, texts] of beyond.entries()) {
    const values: Values = {};
    for (const [place, typed] of texts.entries()) {
      const column = columns[area.left + place];
      if (column === undefined || !column.creatable || column.kind === 'files' || typed === '') continue;
      const given = await names.given(column, typed);
      if (given.problem !== null) return words.newRow(index + 1, column.label, given.problem);
      values[column.name] = given.value;
    }
    rows.push(values);
  }
  return rows;
}

/** Reads texts as people write them, rows of other tables by their names. */
class Names {
  private readonly keys = new Map<string, Promise<unknown>>();

  constructor(private readonly looks: Looks) {}

  async given(column: GridColumn, typed: string): Promise<Given> {
    const { target } = column;
    const name = typed.trim();
    if (target === null || name === '' || (column.kind !== 'relation' && column.kind !== 'links')) return givenBy(column, typed, this.looks);
    if (column.kind === 'relation') return this.one(column, target, name);
    const found = await Promise.all(name.split(',').map((part) => this.one(column, target, part.trim())));
    const wrong = found.find((one) => one.problem !== null);
    return wrong === undefined ? { value: found.map((one) => one.value), typed: null, problem: null } : { ...wrong, typed };
  }

  private async one(column: GridColumn, target: Target, name: string): Promise<Given> {
    const at = `${target.table}\n${name}`;
    const asked = this.keys.get(at) ?? this.looks.labels.keyOf(target, name).catch(() => undefined);
    this.keys.set(at, asked);
    const key = await asked;
    if (key !== undefined) return { value: key, typed: null, problem: null };
    // A row without a name is copied by its key.
    if (/^\d{1,15}$/.test(name)) return { value: column.type === 'text' ? name : Number(name), typed: null, problem: null };
    return { value: null, typed: name, problem: words.noSuchRow(name) };
  }
}

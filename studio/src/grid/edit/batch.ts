import { asProblem, Problem } from '@/api/problem';
import { text } from '@/text';
import { same } from '@/ui/same';
import type { Work } from './work';

const words = text.gridEdit;

/** What somebody wants one cell to hold. */
export interface CellEdit {
  id: string;
  column: string;
  /** What it held when they looked at it. */
  before: unknown;
  value: unknown;
  /** What was typed, where it cannot be read as a value of the column. */
  typed: string | null;
  problem: string | null;
  /** What somebody else has put there in the meantime. */
  other: { value: unknown } | null;
}

/** Work that is under way, or was refused. */
export interface Batch extends Work {
  isSaving: boolean;
  /** Why it was not saved, where that is not about one cell. */
  message: string | null;
  /** Whether it may work by itself once the server can be reached again. */
  waits: boolean;
}

export const newEdit = (id: string, column: string, before: unknown, value: unknown): CellEdit => ({ id, column, before, value, typed: null, problem: null, other: null });

/** The changes of each row. */
export function byRow(cells: CellEdit[]): Map<string, CellEdit[]> {
  const rows = new Map<string, CellEdit[]>();
  for (const cell of cells) rows.set(cell.id, [...(rows.get(cell.id) ?? []), cell]);
  return rows;
}

export const valuesOf = (cells: CellEdit[]) => Object.fromEntries(cells.map((cell) => [cell.column, cell.value]));

/** Raised where somebody else has changed the same cells. */
export class Overtaken extends Error {
  constructor(readonly cells: ReadonlyMap<CellEdit, unknown>) {
    super(words.overtaken);
  }
}

/** Refuses cells that hold something else by now than what their writer saw. */
export function checkUntouched(cells: CellEdit[], now: (cell: CellEdit) => unknown): void {
  const touched = new Map(cells.filter((cell) => !same(now(cell) ?? null, cell.before ?? null)).map((cell) => [cell, now(cell)]));
  if (touched.size > 0) throw new Overtaken(touched);
}

/** The batch with what went wrong put to its cells. `rows` are the ids in the order they were sent in. */
export function failedWith(batch: Batch, error: unknown, rows: string[]): Batch {
  if (error instanceof Overtaken) {
    const cells = batch.cells.map((cell) => (error.cells.has(cell) ? { ...cell, problem: words.overtaken, other: { value: error.cells.get(cell) } } : cell));
    return { ...batch, cells, isSaving: false, message: null, waits: false };
  }
  const problem = asProblem(error);
  const said = [problem.message || problem.title, ...elsewhere(problem, rows), problem.hint].filter(Boolean).join(' ');
  const cells = batch.cells.map((cell) => ({ ...cell, problem: problemAt(problem, cell, rows) }));
  const message = cells.some((cell) => cell.problem !== null) ? null : said;
  if (message !== null && cells.length === 1) return { ...batch, cells: cells.map((cell) => ({ ...cell, problem: message })), isSaving: false, message: null, waits: isPassing(problem) };
  return { ...batch, cells, isSaving: false, message, waits: isPassing(problem) };
}

/** What the server says of a cell: `title` of a single row, `changes.2.title` of the third of many. */
function problemAt(problem: Problem, cell: CellEdit, rows: string[]): string | null {
  const change = `changes.${rows.indexOf(cell.id)}`;
  const fields = [`${change}.${cell.column}`, change, ...(rows.length === 1 ? [cell.column, `body.${cell.column}`] : [])];
  const found = problem.errors.find((one) => fields.includes(one.field));
  return found === undefined ? null : [found.message, found.hint].filter(Boolean).join(' ');
}

/** What is wrong with rows that have no cells here: those that should be made or taken away. */
const elsewhere = (problem: Problem, rows: string[]) => problem.errors.filter((one) => Number(/^changes\.(\d+)/.exec(one.field)?.[1] ?? -1) >= rows.length).map((one) => one.message);

/** No connection, a session that has ended, or a server that starts again. */
const isPassing = ({ status }: Problem) => status === 0 || status === 401 || status === 502 || status === 503;

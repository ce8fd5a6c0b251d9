import type { StoredRow, Values } from '@/api/rows';
import { newEdit, type CellEdit } from './batch';

/** What shall be done, all of it or nothing: cells changed, rows made, rows taken away, or brought back from the bin. */
export interface Work {
  cells: CellEdit[];
  creates: Values[];
  deletes: Gone[];
  brings: string[];
}

/** A row that goes; `again` is what to make it of anew, where it does not come back from a bin. */
export interface Gone {
  id: string;
  again: Values | null;
}

export const workOf = ({ cells = [], creates = [], deletes = [], brings = [] }: Partial<Work>): Work => ({ cells, creates, deletes, brings });

export const isNothing = (work: Work) => work.cells.length + work.creates.length + work.deletes.length + work.brings.length === 0;

/** The work that takes this one back, once `made` are the rows that it made. */
export function turned(work: Work, made: StoredRow[], hasBin: boolean): Work {
  const again = work.deletes.flatMap((row) => (row.again === null ? [] : [row.again]));
  return {
    cells: work.cells.map((cell) => newEdit(cell.id, cell.column, cell.value, cell.before)),
    creates: again,
    deletes: [...made.map((row, index) => ({ id: row.id, again: work.creates[index] ?? null })), ...work.brings.map((id) => ({ id, again: null }))],
    brings: hasBin ? work.deletes.filter((row) => row.again === null).map((row) => row.id) : [],
  };
}

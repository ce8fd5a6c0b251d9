import { Problem } from '@/api/problem';
import { changeRow, changeRows, createRow, lastChange, readRow, readValues, undoChange, type RowChange, type StoredRow, type Values } from '@/api/rows';
import { byRow, checkUntouched, valuesOf, type CellEdit } from './batch';
import type { Work } from './work';

const KEYS_AT_ONCE = 100;
const ATTEMPTS = 3;

export interface KeyColumn {
  name: string;
  type: string;
}

/** The rows that were changed, and those that were made, as they are then. */
export interface Written {
  changed: StoredRow[];
  made: StoredRow[];
}

const isStale = (error: unknown) => error instanceof Problem && error.code === 'row.stale';

/** Writes changes of cells, never over what somebody else put there since they were looked at. */
export class RowWriter {
  private readonly known = new Map<string, StoredRow>();

  constructor(
    readonly workspace: string,
    readonly table: string,
    /** The column that rows are found by, where it is one and may be read. */
    private readonly key: KeyColumn | null,
  ) {}

  /** Learn the version of a row before it is changed. That it cannot be read is said when it is written. */
  readonly prepare = async (id: string): Promise<void> => {
    try {
      this.known.set(id, await readRow(this.workspace, this.table, id));
    } catch {
      this.known.delete(id);
    }
  };

  /** The rows as they are then. Throws `Overtaken` or the server's problem, and then nothing was changed. */
  readonly write = async (work: Work): Promise<Written> => {
    const rows = byRow(work.cells);
    const [only] = rows.keys();
    const isOne = rows.size === 1 && work.creates.length + work.deletes.length === 0;
    const written = work.brings.length > 0 ? await this.bringBack(work.brings) : isOne && only !== undefined ? { changed: [await this.writeOne(only, work.cells)], made: [] } : await this.writeMany(rows, work);
    this.learn([...written.changed, ...written.made]);
    return written;
  };

  /** Rows that were deleted together come back together, if the table has a bin. */
  private async bringBack(ids: string[]): Promise<Written> {
    const changes = new Set(await Promise.all(ids.slice(0, 1).map((id) => lastChange(this.workspace, this.table, id))));
    for (const change of changes) await undoChange(this.workspace, this.table, change);
    return { changed: [], made: [] };
  }

  readonly create = async (values: Values): Promise<StoredRow> => {
    const row = await createRow(this.workspace, this.table, values);
    this.learn([row]);
    return row;
  };

  private readonly learn = (rows: StoredRow[]): void => {
    for (const row of rows) this.known.set(row.id, row);
  };

  /** The row's version is what the server insists on; that others changed other columns of it is no hindrance. */
  private async writeOne(id: string, cells: CellEdit[]): Promise<StoredRow> {
    for (let attempt = 1; ; attempt += 1) {
      const known = this.known.get(id);
      const isKnown = known !== undefined && attempt === 1;
      const row = isKnown ? known : await readRow(this.workspace, this.table, id);
      try {
        checkUntouched(cells, (cell) => row.values[cell.column]);
        return await changeRow(this.workspace, this.table, id, valuesOf(cells), row.version);
      } catch (error) {
        const mayGoOn = isStale(error) ? attempt < ATTEMPTS : isKnown && !(error instanceof Problem);
        if (!mayGoOn) throw error;
      }
    }
  }

  private async writeMany(rows: Map<string, CellEdit[]>, { creates, deletes }: Work): Promise<Written> {
    await this.checkMany(rows);
    const updates = [...rows].map(([id, cells]): RowChange => ({ verb: 'update', id, values: valuesOf(cells) }));
    const made = creates.map((values): RowChange => ({ verb: 'create', values }));
    const gone = deletes.map(({ id }): RowChange => ({ verb: 'delete', id, ...this.matching(id) }));
    const answered = await changeRows(this.workspace, this.table, [...updates, ...made, ...gone]);
    for (const { id } of deletes) this.known.delete(id);
    const found = (from: number, to: number) => answered.slice(from, to).filter((row) => row !== null);
    return { changed: found(0, rows.size), made: found(rows.size, rows.size + made.length) };
  }

  private matching(id: string): { if_match?: string } {
    const version = this.known.get(id)?.version;
    return version === undefined ? {} : { if_match: version };
  }

  /** A list answers no versions: its values are looked at right before. */
  private async checkMany(rows: Map<string, CellEdit[]>): Promise<void> {
    const { key } = this;
    if (key === null) return;
    const ids = [...rows.keys()].filter((id) => !id.includes('~'));
    const cells = [...rows.values()].flat();
    const fields = [...new Set([key.name, ...cells.map((cell) => cell.column)])];
    const now = new Map<string, Values>();
    for (let from = 0; from < ids.length; from += KEYS_AT_ONCE) {
      const list = ids.slice(from, from + KEYS_AT_ONCE).map((id) => keyText(key, id)).join(', ');
      for (const row of await readValues(this.workspace, this.table, fields, `${key.name} in [${list}]`)) now.set(row.id, row.values);
    }
    checkUntouched(
      cells.filter((cell) => now.has(cell.id)),
      (cell) => now.get(cell.id)?.[cell.column],
    );
  }
}

const keyText = ({ type }: KeyColumn, id: string) => (type === 'integer' ? id : `'${id.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`);

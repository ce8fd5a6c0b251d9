import type { StoredRow, Values } from '@/api/rows';
import { text } from '@/text';
import { same } from '@/ui/same';
import { done } from '@/ui/toast';
import type { RowStore } from '../rowStore';
import { byRow, failedWith, newEdit, type Batch, type CellEdit } from './batch';
import type { Drafts } from './drafts';
import type { RowWriter } from './rowWriter';
import { isNothing, turned, workOf, type Work } from './work';

const words = text.gridEdit;
const MOST_STEPS = 200;

/** A cell that is being saved, or was not. */
export interface Unsaved {
  cell: CellEdit;
  batch: Batch;
}

export type UnsavedRow = ReadonlyMap<string, Unsaved>;

type Direction = 'new' | 'undo' | 'redo';

/** Changes of cells on their way to the server: shown at once, kept until they are saved or given up, and taken back one by one. */
export class EditStore {
  batches: Batch[] = [];
  /** Grows with everything that was saved, so that who shows a row reads it again. */
  saves = 0;
  /** What is said of the last thing done, for those who do not see it. */
  said = '';
  private typed: CellEdit | null = null;
  private rows: RowStore | null = null;
  private version = 0;
  private unsaved = new Map<string, UnsavedRow>();
  private queue: Promise<unknown> = Promise.resolve();
  /** Steps back and forth, one after the other. */
  private turns: Promise<unknown> = Promise.resolve();
  private undone: Work[] = [];
  private done: Work[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly writer: RowWriter,
    private readonly drafts: Drafts,
    /** Whether deleted rows can be brought back. */
    readonly hasBin: boolean,
  ) {
    this.batches = drafts.load();
    this.index();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): number => this.version;

  /** Say where the rows are that changes are shown in. */
  readonly showIn = (rows: RowStore): void => {
    this.rows = rows;
  };

  /** The unsaved cells of a row, by column. */
  readonly ofRow = (id: string | null | undefined): UnsavedRow | undefined => (id === null || id === undefined ? undefined : this.unsaved.get(id));

  get failed(): Batch[] {
    return this.batches.filter((batch) => !batch.isSaving);
  }

  readonly say = (said: string): void => {
    this.said = said;
    this.tell();
  };

  /** Keep what is being typed, in case this page goes away. */
  readonly keepDraft = (cell: CellEdit | null): void => {
    this.typed = cell;
    this.persist();
  };

  /** Change cells. One that belongs to something unsaved joins it, and all of that is tried again. */
  readonly change = (cells: CellEdit[], creates: Values[] = []): void => {
    const before = this.failed.filter((batch) => batch.cells.some((old) => cells.some((cell) => isAt(cell, old))));
    const kept = before.flatMap((batch) => batch.cells).filter((old) => !cells.some((cell) => isAt(cell, old)));
    const all = [...kept, ...cells.map((cell) => ({ ...cell, before: this.seenBefore(before, cell) }))].filter((cell) => cell.problem !== null || !same(cell.before ?? null, cell.value ?? null));
    this.batches = this.batches.filter((batch) => !before.includes(batch));
    void this.send(workOf({ cells: all, creates: [...before.flatMap((batch) => batch.creates), ...creates] }), 'new');
  };

  /** Make rows, take rows away. */
  readonly perform = (work: Work): Promise<boolean> => this.send(work, 'new');

  /** Make one row; throws what the server has against it. */
  readonly create = async (values: Values): Promise<StoredRow> => {
    const row = await this.writer.create(values);
    this.remember(workOf({ deletes: [{ id: row.id, again: values }] }), 'new');
    this.renewed();
    return row;
  };

  /** Rows have changed past this store: read them again. */
  readonly renewed = (): void => {
    this.saves += 1;
    this.rows?.refresh();
    this.tell();
  };

  readonly retry = (batch: Batch): void => {
    this.batches = this.batches.filter((one) => one !== batch);
    void this.send(batch, 'new');
  };

  /** Write over what others have put there. */
  readonly insist = (batch: Batch): void => {
    this.batches = this.batches.filter((one) => one !== batch);
    void this.send({ ...batch, cells: batch.cells.map((cell) => (cell.other === null ? cell : newEdit(cell.id, cell.column, cell.other.value, cell.value))) }, 'new');
  };

  /** Forget it, and show what the server has. */
  readonly giveUp = (batch: Batch): void => {
    this.batches = this.batches.filter((one) => one !== batch);
    const seen = [...byRow(batch.cells)].map(([id, cells]): [string, Record<string, unknown>] => [id, Object.fromEntries(cells.flatMap((cell) => (cell.other === null ? [] : [[cell.column, cell.other.value]])))]);
    this.rows?.put(new Map(seen));
    this.persist();
    this.say(words.givenUp(whatIs(batch)));
  };

  /** Try again what waited for the server. */
  readonly retryWaiting = (): void => {
    for (const batch of this.failed.filter((one) => one.waits)) this.retry(batch);
  };

  readonly undo = (): void => this.turnBack('undo');
  readonly redo = (): void => this.turnBack('redo');

  /** What is on its way when this is asked for is the step that is meant, so it is waited for. */
  private turnBack(direction: 'undo' | 'redo'): void {
    const asked = this.queue;
    this.turns = this.turns.then(async () => {
      await asked;
      const step = (direction === 'undo' ? this.done : this.undone).pop();
      if (step === undefined) this.say(direction === 'undo' ? words.nothingToUndo : words.nothingToRedo);
      else await this.send(step, direction);
    });
  }

  /** Answers whether it was saved. */
  private async send(work: Work, direction: Direction): Promise<boolean> {
    const isReadable = work.cells.every((cell) => cell.typed === null);
    const cells = isReadable ? work.cells.map((cell) => newEdit(cell.id, cell.column, cell.before, cell.value)) : work.cells;
    const batch: Batch = { ...workOf(work), cells, isSaving: isReadable, message: null, waits: false };
    if (!isNothing(work)) this.batches = [...this.batches, batch];
    if (!isReadable) this.persist();
    this.tell();
    if (isNothing(work) || !isReadable) return false;
    const saved = this.queue.then(() => this.save(batch, direction));
    this.queue = saved;
    return saved;
  }

  private async save(batch: Batch, direction: Direction): Promise<boolean> {
    let isSaved = true;
    try {
      const { changed, made } = await this.writer.write(batch);
      this.batches = this.batches.filter((one) => one !== batch);
      this.rows?.put(new Map(changed.map((row) => [row.id, row.values])));
      if (batch.creates.length + batch.deletes.length + batch.brings.length > 0) this.rows?.refresh();
      this.remember(turned({ ...batch, cells: this.asStored(batch.cells, changed) }, made, this.hasBin), direction);
      this.said = words.saved[direction](whatIs(batch));
      this.saves += 1;
    } catch (error) {
      isSaved = false;
      this.refuse(batch, failedWith(batch, error, [...byRow(batch.cells).keys()]), direction);
    }
    this.persist();
    this.tell();
    return isSaved;
  }

  /** The cells with the values that the server made of them; changes that wait for these begin from there. */
  private asStored(cells: CellEdit[], rows: StoredRow[]): CellEdit[] {
    const known = new Map(rows.map((row) => [row.id, row.values]));
    const waiting = this.batches.flatMap((batch) => batch.cells);
    return cells.map((cell) => {
      const values = known.get(cell.id);
      if (values === undefined || !(cell.column in values)) return cell;
      const value = values[cell.column];
      for (const next of waiting) if (isAt(cell, next) && same(next.before, cell.value)) next.before = value;
      return { ...cell, value };
    });
  }

  /** What was typed stays; a step back or forth that cannot be done is only said. */
  private refuse(batch: Batch, failed: Batch, direction: Direction): void {
    this.batches = direction === 'new' ? this.batches.map((one) => (one === batch ? failed : one)) : this.batches.filter((one) => one !== batch);
    if (direction === 'new') return;
    if (failed.waits) (direction === 'undo' ? this.done : this.undone).push(workOf(batch));
    const other = failed.cells.some((cell) => cell.other !== null);
    const said = `${words.notTurned[direction]} ${other ? words.overtaken : (failed.message ?? failed.cells.find((cell) => cell.problem !== null)?.problem ?? '')}`;
    this.said = said;
    done(said);
    if (other) this.rows?.put(new Map(failed.cells.filter((cell) => cell.other !== null).map((cell) => [cell.id, { [cell.column]: cell.other?.value }])));
  }

  private remember(step: Work, direction: Direction): void {
    if (isNothing(step)) return;
    const steps = direction === 'undo' ? this.undone : this.done;
    steps.push(step);
    if (steps.length > MOST_STEPS) steps.shift();
    if (direction === 'new') this.undone = [];
  }

  private seenBefore(batches: Batch[], cell: CellEdit): unknown {
    const old = batches.flatMap((batch) => batch.cells).find((one) => isAt(cell, one));
    if (old === undefined) return cell.before;
    return old.other === null ? old.before : old.other.value;
  }

  private persist(): void {
    this.drafts.keep(this.failed, this.typed);
  }

  private index(): void {
    const unsaved = new Map<string, Map<string, Unsaved>>();
    for (const batch of this.batches) {
      for (const cell of batch.cells) {
        const row = unsaved.get(cell.id) ?? new Map<string, Unsaved>();
        unsaved.set(cell.id, row.set(cell.column, { cell, batch }));
      }
    }
    this.unsaved = unsaved;
  }

  private tell(): void {
    this.index();
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}

const isAt = (one: CellEdit, other: CellEdit) => one.id === other.id && one.column === other.column;

/** The work in words. */
export function whatIs({ cells, creates, deletes, brings }: Work): string {
  const parts = [cells.length > 0 ? words.cells(cells.length) : '', creates.length > 0 ? words.newRows(creates.length) : '', deletes.length > 0 ? words.goneRows(deletes.length) : '', brings.length > 0 ? words.backRows(brings.length) : ''];
  return parts.filter(Boolean).join(', ');
}

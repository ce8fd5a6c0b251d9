import type { By } from '@/live/stream';
import { text } from '@/text';
import type { EditStore } from '../edit/editStore';
import type { Look } from '../rowPages';
import { BLOCK, type RowStore } from '../rowStore';
import { steadyIn } from '../groups/steadyIn';
import { differences, shiftOf, type Difference } from './difference';

const MARKED_MS = 3_000;
const REST_MS = 400;
/** Reading again takes at most this part of the time, so that many changes elsewhere do not keep the server busy. */
const REST_TIMES = 8;
const BUSY_MS = 200;
const WHOLE = '*';

/** How the grid keeps its place while rows move. */
export interface Steady {
  /** Whether somebody types or drags, so that no row may move. */
  isBusy: () => boolean;
  /** The rows that are drawn. */
  sight: () => [number, number];
  /** Rows move by so many places; `placeOf` says where a row of before is now. */
  keep: (shift: number, placeOf: (row: number) => number) => void;
}

/** What was looked at, in which store. */
interface Seen {
  part: RowStore;
  look: Look;
}

/** What changed elsewhere and is not shown yet: values where they stand, which rows there are where, or both. */
type Owed = 'nothing' | 'values' | 'places' | 'all';

/** Has rows that others change appear where they are looked at, and remembers for a moment which ones did. */
export class LiveRows {
  /** Grows with every change that was heard of, so that who shows a row reads it again. */
  heard = 0;
  /** What others did, for those who do not see it. */
  said = '';
  private version = 0;
  private store: RowStore | null = null;
  private steady: Steady | null = null;
  private owed: Owed = 'nothing';
  private isLooking = false;
  private nextAt = 0;
  private timer: number | undefined;
  private savesHeard = 0;
  private marks = new Map<string, ReadonlySet<string>>();
  private readonly changedAt = new Map<string, number>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly edits: EditStore) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): number => this.version;

  readonly showIn = (store: RowStore): void => {
    this.store = store;
  };

  readonly steadyBy = (steady: Steady): (() => void) => {
    this.steady = steady;
    return () => {
      this.steady = null;
    };
  };

  /** The columns of a row that somebody changed a moment ago. */
  readonly marksOf = (id: string | null | undefined): ReadonlySet<string> | undefined => (id === null || id === undefined ? undefined : this.marks.get(id));

  /** Whether somebody else has changed a cell since that moment (`performance.now()`), as far as is known here. */
  readonly hasChanged = (id: string, column: string, since: number): boolean => (this.changedAt.get(`${id} ${column}`) ?? -1) >= since;

  /** Rows have changed. What this window saved itself it shows already: nothing moves because of that. */
  readonly changed = (by: By): void => {
    const isOwn = by === 'you' && (this.edits.saves !== this.savesHeard || this.isSaving());
    this.savesHeard = this.edits.saves;
    if (!isOwn) this.heard += 1;
    if (this.owed !== 'all') this.owed = isOwn ? 'values' : 'all';
    this.soon();
    this.tell();
  };

  readonly stop = (): void => window.clearTimeout(this.timer);

  private isSaving(): boolean {
    return this.edits.batches.some((batch) => batch.isSaving);
  }

  private soon(wait = 0): void {
    window.clearTimeout(this.timer);
    if (this.isLooking || this.owed === 'nothing') return;
    this.timer = window.setTimeout(() => void this.look(), Math.max(wait, this.nextAt - performance.now()));
  }

  private isBusy(): boolean {
    return this.steady?.isBusy() === true;
  }

  private async look(): Promise<void> {
    const { store } = this;
    if (store === null || document.hidden || this.isSaving() || (this.owed === 'places' && this.isBusy())) {
      this.soon(BUSY_MS);
      return;
    }
    const asked = this.owed;
    this.owed = 'nothing';
    this.isLooking = true;
    const began = performance.now();
    try {
      await this.lookAt(store, asked);
    } catch {
      // Not to be reached: the stream says once it is back that rows may have changed.
    }
    this.isLooking = false;
    this.nextAt = performance.now() + Math.max(REST_MS, (performance.now() - began) * REST_TIMES);
    this.soon(BUSY_MS);
  }

  /** While somebody types rows keep their places; they move once that is over. */
  private async lookAt(store: RowStore, asked: Owed): Promise<void> {
    const parts = store.parted();
    const looks = await Promise.all(parts.map(async (part): Promise<Seen> => ({ part, look: await part.look() })));
    const isStill = asked === 'values' || this.isBusy();
    if (store !== this.store || this.isSaving()) this.owed = 'all';
    else {
      if (isStill && asked !== 'values' && this.owed !== 'all') this.owed = 'places';
      await this.show(store, looks, isStill);
    }
  }

  private async show(store: RowStore, looks: Seen[], isStill: boolean): Promise<void> {
    const { steady } = this;
    const finish = store.isGrouped && steady !== null && !isStill ? steadyIn(store, steady) : null;
    for (const { part, look } of looks) {
      const isEndKnown = look.page.cursor === null && part.count.isExact && (part.count.rows === 0 || part.row(part.count.rows - 1) !== undefined);
      const found = differences(part.known(), look.rows, isEndKnown);
      this.mark(found);
      if (isStill) {
        part.mark(look.rows);
        part.put(found.values);
      } else {
        if (!store.isGrouped) this.move(store, look);
        await part.adopt(look);
      }
    }
    if (!isStill) await store.regroup();
    finish?.();
    this.tell();
  }

  private move(store: RowStore, look: Look): void {
    const { steady } = this;
    if (steady === null) return;
    const [first, last] = steady.sight();
    const from = look.place * BLOCK;
    const places = new Map(look.rows.flatMap(({ id }, index) => (id === null ? [] : [[id, from + index]])));
    const before = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => store.row(first + index)?.id ?? null);
    const shift = shiftOf(before, first, places) ?? 0;
    steady.keep(shift, (row) => places.get(store.row(row)?.id ?? '') ?? row + shift);
  }

  private mark({ values, made }: Difference): void {
    const others = new Map([...values].map(([id, changed]): [string, string[]] => [id, Object.keys(changed)]));
    for (const id of made) others.set(id, [WHOLE]);
    if (others.size === 0) return;
    const now = performance.now();
    for (const [id, columns] of others) for (const column of columns) this.changedAt.set(`${id} ${column}`, now);
    const added = new Map([...others].map(([id, columns]) => [id, new Set([...(this.marks.get(id) ?? []), ...columns])]));
    this.marks = new Map([...this.marks, ...added]);
    this.said = text.grid.live.said([...values.values()].reduce((sum, changed) => sum + Object.keys(changed).length, 0), made.length);
    window.setTimeout(() => {
      // Marks that were added to since stay.
      this.marks = new Map([...this.marks].filter(([id, columns]) => added.get(id) !== columns));
      this.tell();
    }, MARKED_MS);
  }

  private tell(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}

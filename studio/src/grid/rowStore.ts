import type { Group, Part } from './groups/groups';
import { askPage, markedAs, readPage, rowsIn, type Block, type Count, type Look, type Page, type Row, type RowsQuery } from './rowPages';
import { Told } from './told';

export const BLOCK = 100;
const KEPT_BLOCKS = 60;
const AT_ONCE = 2;
/** A page far away costs the server more than the next one: while somebody drags, only so often. */
const JUMP_EVERY_MS = 60;

/** The rows of one query, fetched in blocks around what is looked at: neighbours by cursor, places far away by offset. */
export class RowStore extends Told {
  count: Count = { rows: 0, isExact: false, isCounting: true };
  error: unknown = null;
  hasStarted = false;
  readonly isGrouped: boolean = false;
  /** What is wrong with the conditions that rows are marked by, each by its place. */
  markFaults: readonly (string | null)[] = [];
  private blocks = new Map<number, Block>();
  private stale = new Map<number, Block>();
  private readonly flights = new Map<number, AbortController>();
  private counting: AbortController | null = null;
  private wanted: [number, number] = [0, 0];
  private lastJump = 0;
  private timer: number | undefined;

  /** `part` says what is known of rows that are some of a larger whole: how many there are, and who is told where they end. */
  constructor(
    readonly query: RowsQuery,
    private readonly part: Part | null = null,
  ) {
    super();
    if (part !== null) this.count = { rows: part.rows, isExact: true, isCounting: false };
  }

  /** The rows that there are, whatever lines they are shown in. */
  get total(): Count {
    return this.count;
  }

  /** The group that a line is the head of. */
  readonly headOf: (line: number) => Group | null = () => null;

  /** The stores whose rows are looked at: more than itself where lines are grouped. */
  parted(): RowStore[] {
    return [this];
  }

  /** Have the groups be those of now, where there are some. */
  regroup: () => Promise<void> = () => Promise.resolve();

  /** The number that is shown at a line. */
  numberOf(line: number): number {
    return line + 1;
  }

  /** Begin, or begin anew: what is there already stays until what is new has come. */
  readonly refresh = (): void => {
    this.stop();
    for (const [place, block] of this.blocks) this.stale.set(place, block);
    this.blocks = new Map();
    this.error = null;
    this.lastJump = 0;
    // The count comes with the first rows; where others are looked at it is asked for by itself.
    if (this.part === null && this.hasStarted && this.wanted[0] > 0) void this.countAll();
    this.pump();
    this.tell();
  };

  /** Have all of these rows here, as far as they can be had. */
  readonly load = async (first: number, last: number): Promise<void> => {
    for (let place = Math.floor(first / BLOCK); place <= Math.floor(last / BLOCK); place += 1) {
      if (!this.blocks.has(place)) await this.fetch(place, this.blocks.get(place - 1)?.next ?? null);
    }
  };

  readonly stop = (): void => {
    window.clearTimeout(this.timer);
    this.counting?.abort();
    for (const flight of this.flights.values()) flight.abort();
    this.flights.clear();
  };

  /** Show the rows of another store until the first of these have come. */
  takeOver(other: RowStore): void {
    this.stale = new Map([...other.stale, ...other.blocks]);
    this.count = { ...other.count, isCounting: true };
    this.hasStarted = other.hasStarted;
  }

  row(index: number): Row | undefined {
    const block = this.blocks.get(Math.floor(index / BLOCK)) ?? this.stale.get(Math.floor(index / BLOCK));
    return block?.rows[index % BLOCK];
  }

  /** Show what rows of these ids have become; they keep their places. */
  readonly put = (changed: ReadonlyMap<string, Row['values']>): void => {
    for (const block of [...this.blocks.values(), ...this.stale.values()]) {
      block.rows = block.rows.map((row) => {
        const values = row.id === null ? undefined : changed.get(row.id);
        return values === undefined ? row : { ...row, values: { ...row.values, ...values } };
      });
    }
    this.tell();
  };

  /** Rows that were looked at: what marks them now does so where they stand. */
  readonly mark = (looked: readonly Row[]): void => {
    for (const block of [...this.blocks.values(), ...this.stale.values()]) block.rows = markedAs(looked, block.rows);
  };

  /** The rows that are here, by id. */
  known(): Map<string, Row> {
    const rows = [...this.stale.values(), ...this.blocks.values()].flatMap((block) => block.rows);
    return new Map(rows.flatMap((row) => (row.id === null ? [] : [[row.id, row]])));
  }

  /** What stands now where somebody looks, not shown yet. */
  readonly look = async (): Promise<Look> => {
    const [place, last] = this.wanted;
    const span = last - place + 1;
    const page = await readPage(this.query, { offset: String(place * BLOCK), ...(place === 0 && this.part === null ? { count: 'capped' } : {}) }, span * BLOCK, new AbortController().signal);
    return { place, span, page, rows: rowsIn(page) };
  };

  /** Show what was looked at. What lies elsewhere is read again once it is in sight; until then it is shown as it was. */
  readonly adopt = (look: Look): Promise<void> => {
    for (const flight of this.flights.values()) flight.abort();
    this.flights.clear();
    for (const [place, block] of this.blocks) this.stale.set(place, block);
    this.blocks = new Map();
    this.keep(look.place, look.span, look.page);
    const isCounted = this.part !== null || (look.place === 0 && !look.page.count_is_capped);
    if (isCounted && this.part === null) this.counted(look.page);
    this.pump();
    this.tell();
    return isCounted ? Promise.resolve() : this.countAll();
  };

  /** Say which rows are looked at; requests for others are given up. */
  readonly want = (first: number, last: number): void => {
    this.wanted = [Math.floor(first / BLOCK), Math.floor(Math.max(first, last) / BLOCK)];
    const isNear = (place: number) => place >= this.wanted[0] - 1 && place <= this.wanted[1] + 1;
    const passed = [...new Set(this.flights.values())].filter((flight) => ![...this.flights].some(([place, one]) => one === flight && isNear(place)));
    for (const [place, flight] of [...this.flights]) {
      if (!passed.includes(flight)) continue;
      flight.abort();
      this.flights.delete(place);
    }
    this.pump();
  };

  private missing(): number | undefined {
    const [first, last] = this.wanted;
    const middle = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const end = this.count.isExact ? Math.ceil(this.count.rows / BLOCK) : Infinity;
    // Neighbours come along once what is in sight is there, by cursor.
    const beside = [...(this.blocks.has(last) ? [last + 1] : []), ...(this.blocks.has(first) ? [first - 1] : [])];
    return [...middle, ...beside].find((place) => place >= 0 && (place < end || place === 0) && !this.blocks.has(place) && !this.flights.has(place));
  }

  private pump(): void {
    window.clearTimeout(this.timer);
    if (this.error !== null) return;
    while (this.flights.size < AT_ONCE) {
      const place = this.missing();
      if (place === undefined) return;
      const cursor = this.blocks.get(place - 1)?.next ?? this.blocks.get(place + 1)?.previous ?? null;
      if (cursor === null && place > 0) {
        const rest = this.lastJump + JUMP_EVERY_MS - performance.now();
        if (rest > 0) {
          this.timer = window.setTimeout(() => this.pump(), rest);
          return;
        }
        this.lastJump = performance.now();
      }
      void this.fetch(place, cursor);
    }
  }

  private async fetch(place: number, cursor: string | null): Promise<void> {
    const flight = new AbortController();
    const span = cursor === null && place > 0 ? this.spanAt(place) : 1;
    const isCounted = this.part === null && place === 0 && cursor === null;
    const start = startOf(place, cursor, isCounted);
    for (let next = place; next < place + span; next += 1) this.flights.set(next, flight);
    try {
      const page = await readPage(this.query, start, span * BLOCK, flight.signal);
      this.take(place, span, page);
      if (isCounted) this.counted(page);
    } catch (error) {
      if (flight.signal.aborted) return;
      this.error = error;
    } finally {
      for (let next = place; next < place + span; next += 1) if (this.flights.get(next) === flight) this.flights.delete(next);
    }
    this.hasStarted = true;
    this.pump();
    this.tell();
  }

  /** What is in sight may lie in two blocks: a place far away brings both at once. */
  private spanAt = (place: number) => (place < this.wanted[1] && !this.blocks.has(place + 1) ? 2 : 1);

  private take(place: number, span: number, page: Page): void {
    this.keep(place, span, page);
    if (place === 0) this.stale.clear();
  }

  private keep(place: number, span: number, page: Page): void {
    const rows = rowsIn(page);
    this.markFaults = page.mark_faults ?? [];
    for (let next = 0; next < span; next += 1) {
      this.blocks.set(place + next, { rows: rows.slice(next * BLOCK, (next + 1) * BLOCK), next: next === span - 1 ? page.cursor : null, previous: next === 0 ? page.previous : null });
      this.stale.delete(place + next);
    }
    const far = [...this.blocks.keys()].sort((a, b) => Math.abs(b - this.wanted[0]) - Math.abs(a - this.wanted[0]));
    for (const gone of far.slice(0, Math.max(0, this.blocks.size - KEPT_BLOCKS))) this.blocks.delete(gone);
    const end = place * BLOCK + page.items.length;
    if (page.cursor === null) this.part?.onEnd(end);
    if (this.count.isExact) return;
    this.count = { ...this.count, rows: Math.max(this.count.rows, end + (page.cursor === null ? 0 : 1)) };
  }

  private counted(page: Page): void {
    const rows = page.count ?? page.items.length;
    this.count = { rows, isExact: !page.count_is_capped, isCounting: page.count_is_capped };
    if (page.count_is_capped) void this.countAll();
  }

  /** Count exactly; where that takes too long, what is known already has to do. */
  private async countAll(): Promise<void> {
    this.counting?.abort();
    const flight = (this.counting = new AbortController());
    try {
      const page = await askPage(this.query, { limit: '1', count: 'exact' }, flight.signal);
      this.count = { rows: page.count ?? this.count.rows, isExact: page.count !== null, isCounting: false };
    } catch {
      if (flight.signal.aborted) return;
      this.count = { ...this.count, isCounting: false };
    }
    this.tell();
  }
}

/** Where a page begins: at a cursor, or at its place. */
const startOf = (place: number, cursor: string | null, isCounted: boolean): Record<string, string> => ({ ...(cursor === null ? { offset: String(place * BLOCK) } : { cursor }), ...(isCounted ? { count: 'capped' } : {}) });

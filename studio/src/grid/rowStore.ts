import { at, get } from '@/api/client';

export const BLOCK = 100;
const KEPT_BLOCKS = 60;
const AT_ONCE = 2;
/** A page far away costs the server more than the next one: while somebody drags, only so often. */
const JUMP_EVERY_MS = 60;

export interface RowsQuery {
  workspace: string;
  table: string;
  filter: string;
  search: string;
  sort: string;
  fields: string[];
  hasKey: boolean;
}

export interface Row {
  /** As in addresses; null in tables whose rows cannot be told apart. */
  id: string | null;
  values: Record<string, unknown>;
}

interface Page {
  items: Record<string, unknown>[];
  ids?: string[] | null;
  cursor: string | null;
  previous: string | null;
  count: number | null;
  count_is_capped: boolean;
}

interface Block {
  rows: Row[];
  next: string | null;
  previous: string | null;
}

export interface Count {
  rows: number;
  /** False while only a lower bound is known. */
  isExact: boolean;
  isCounting: boolean;
}

/** The rows of one query, fetched in blocks around what is looked at: neighbours by cursor, places far away by offset. */
export class RowStore {
  count: Count = { rows: 0, isExact: false, isCounting: true };
  error: unknown = null;
  hasStarted = false;
  private version = 0;
  private blocks = new Map<number, Block>();
  private stale = new Map<number, Block>();
  private readonly flights = new Map<number, AbortController>();
  private readonly listeners = new Set<() => void>();
  private counting: AbortController | null = null;
  private wanted: [number, number] = [0, 0];
  private lastJump = 0;
  private timer: number | undefined;

  constructor(readonly query: RowsQuery) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): number => this.version;

  /** Begin, or begin anew: what is there already stays until what is new has come. */
  readonly refresh = (): void => {
    this.stop();
    for (const [place, block] of this.blocks) this.stale.set(place, block);
    this.blocks = new Map();
    this.error = null;
    this.lastJump = 0;
    // The count comes with the first rows; where others are looked at it is asked for by itself.
    if (this.hasStarted && this.wanted[0] > 0) void this.countAll();
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

  private tell(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }

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
    const isFirst = place === 0 && cursor === null;
    const span = cursor === null && !isFirst ? this.spanAt(place) : 1;
    const start: Record<string, string> = cursor === null ? { offset: String(place * BLOCK) } : { cursor };
    for (let next = place; next < place + span; next += 1) this.flights.set(next, flight);
    try {
      const page = await this.page(isFirst ? { ...start, count: 'capped' } : start, span * BLOCK, flight.signal);
      this.keep(place, span, page);
      if (isFirst) this.counted(page);
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

  /** A whole block: an answer that was cut short because of its size is gone on with. */
  private async page(start: Record<string, string>, limit: number, signal: AbortSignal): Promise<Page> {
    const page = await this.ask({ ...start, limit: String(limit) }, signal);
    while (page.items.length < limit && page.cursor !== null) {
      const more = await this.ask({ cursor: page.cursor, limit: String(limit - page.items.length) }, signal);
      page.items.push(...more.items);
      page.ids?.push(...(more.ids ?? []));
      page.cursor = more.cursor;
    }
    return page;
  }

  private ask(more: Record<string, string>, signal: AbortSignal): Promise<Page> {
    const { workspace, table, filter, search, sort, fields, hasKey } = this.query;
    const asked = new URLSearchParams({ ...more, fields: fields.join(',') });
    if (hasKey) asked.set('ids', 'true');
    if (filter !== '') asked.set('filter', filter);
    if (search !== '') asked.set('search', search);
    if (sort !== '') asked.set('sort', sort);
    return get<Page>(`${at`/workspaces/${workspace}/tables/${table}/rows`}?${asked.toString()}`, signal);
  }

  private keep(place: number, span: number, page: Page): void {
    const rows = page.items.map((values, index): Row => ({ id: page.ids?.[index] ?? null, values }));
    for (let next = 0; next < span; next += 1) {
      this.blocks.set(place + next, { rows: rows.slice(next * BLOCK, (next + 1) * BLOCK), next: next === span - 1 ? page.cursor : null, previous: next === 0 ? page.previous : null });
      this.stale.delete(place + next);
    }
    if (place === 0) this.stale.clear();
    const far = [...this.blocks.keys()].sort((a, b) => Math.abs(b - this.wanted[0]) - Math.abs(a - this.wanted[0]));
    for (const gone of far.slice(0, Math.max(0, this.blocks.size - KEPT_BLOCKS))) this.blocks.delete(gone);
    if (this.count.isExact) return;
    const end = place * BLOCK + page.items.length;
    this.count = { ...this.count, rows: Math.max(this.count.rows, end + (page.cursor === null ? 0 : 1)) };
  }

  private counted(page: Page): void {
    const rows = page.count ?? page.items.length;
    this.count = { rows, isExact: !page.count_is_capped, isCounting: page.count_is_capped };
    if (page.count_is_capped) void this.countAll();
  }

  /** Count exactly; where that takes too long, what is known already has to do. */
  private async countAll(): Promise<void> {
    const flight = (this.counting = new AbortController());
    try {
      const page = await this.ask({ limit: '1', count: 'exact' }, flight.signal);
      this.count = { rows: page.count ?? this.count.rows, isExact: page.count !== null, isCounting: false };
    } catch {
      if (flight.signal.aborted) return;
      this.count = { ...this.count, isCounting: false };
    }
    this.tell();
  }
}

import type { GridColumn } from '../columns';
import type { Row, RowsQuery, Count } from '../rowPages';
import { RowStore } from '../rowStore';
import { askGroups, filterOf, MOST_GROUPS, type Group, type Grouping } from './groups';

const KEPT_PARTS = 40;

/** The rows of a query under the heads of their groups. A line is a head or a row; the rows of each group are fetched by its filter, where somebody looks. */
export class GroupedRows extends RowStore {
  override readonly isGrouped = true;
  groups: Group[] = [];
  /** Whether there are more groups than are shown. */
  hasMore = false;
  /** Where each group begins, and where the last one ends. */
  private starts: number[] = [0];
  private parts = new Map<string, RowStore>();
  private closed = new Set<string>();
  private sight: [number, number] = [0, 0];
  private asking: AbortController | null = null;

  constructor(
    query: RowsQuery,
    private readonly grouping: Grouping,
    private readonly column: GridColumn,
  ) {
    super(query);
  }

  override readonly refresh = (): void => {
    this.error = null;
    for (const part of this.parts.values()) part.refresh();
    void this.regroup();
    this.tell();
  };

  override readonly stop = (): void => {
    this.asking?.abort();
    for (const part of this.parts.values()) part.stop();
  };

  override get total(): Count {
    return { ...this.count, rows: this.groups.reduce((sum, group) => sum + group.count, 0) };
  }

  override takeOver(other: RowStore): void {
    if (!(other instanceof GroupedRows) || other.grouping.column !== this.grouping.column || other.grouping.bucket !== this.grouping.bucket) return;
    this.closed = new Set(other.closed);
    this.hasStarted = other.hasStarted;
    this.lay(other.groups);
    for (const [key, before] of other.parts) {
      const group = this.groups.find((one) => one.key === key);
      if (group !== undefined) this.partOf(group).takeOver(before);
    }
    this.count = { ...this.count, isCounting: true };
  }

  override row(line: number): Row | undefined {
    const { group, place } = this.find(line);
    return group === undefined || place < 0 ? undefined : this.parts.get(group.key)?.row(place);
  }

  override readonly headOf = (line: number): Group | null => {
    const { group, place } = this.find(line);
    return group !== undefined && place < 0 ? group : null;
  };

  override numberOf(line: number): number {
    return this.find(line).place + 1;
  }

  override readonly put = (changed: ReadonlyMap<string, Row['values']>): void => {
    for (const part of this.parts.values()) part.put(changed);
  };

  override readonly mark = (looked: readonly Row[]): void => {
    for (const part of this.parts.values()) part.mark(looked);
  };

  override known(): Map<string, Row> {
    return new Map([...this.parts.values()].flatMap((part) => [...part.known()]));
  }

  override readonly want = (first: number, last: number): void => {
    this.sight = [first, last];
    this.eachIn(first, last, (part, from, to) => part.want(from, to));
    // Parts out of sight are let go of once there are many.
    const inSight = new Set(this.partsIn(first, last).map((group) => group.key));
    for (const [key, part] of [...this.parts].slice(0, Math.max(0, this.parts.size - KEPT_PARTS))) {
      if (inSight.has(key)) continue;
      part.stop();
      this.parts.delete(key);
    }
  };

  override readonly load = async (first: number, last: number): Promise<void> => {
    const waiting: Promise<void>[] = [];
    this.eachIn(first, last, (part, from, to) => waiting.push(part.load(from, to)));
    await Promise.all(waiting);
  };

  /** The stores of the groups that are looked at. */
  override parted(): RowStore[] {
    return this.partsIn(...this.sight).map((group) => this.partOf(group));
  }

  /** Count the groups anew, as rows may have gone from one to another. */
  override readonly regroup = async (): Promise<void> => {
    this.asking?.abort();
    const flight = (this.asking = new AbortController());
    try {
      const found = await askGroups(this.query, this.grouping, flight.signal);
      this.hasMore = found.length > MOST_GROUPS;
      this.lay(found.slice(0, MOST_GROUPS).map(({ value, count }) => ({ key: JSON.stringify(value ?? null), value, count, isOpen: true })));
    } catch (error) {
      if (flight.signal.aborted) return;
      this.error = error;
    }
    this.hasStarted = true;
    this.want(...this.sight);
    this.tell();
  };

  /** Open or close one group. */
  readonly turn = (key: string): void => {
    if (!this.closed.delete(key)) this.closed.add(key);
    this.arrange();
  };

  readonly turnAll = (isOpen: boolean): void => {
    this.closed = new Set(isOpen ? [] : this.groups.map((group) => group.key));
    this.arrange();
  };

  private arrange(): void {
    this.lay(this.groups);
    this.want(...this.sight);
    this.tell();
  }

  private lay(groups: Group[]): void {
    this.groups = groups.map((group) => ({ ...group, isOpen: !this.closed.has(group.key) }));
    let end = 0;
    this.starts = [0, ...this.groups.map((group) => (end += 1 + (group.isOpen ? group.count : 0)))];
    this.count = { rows: end, isExact: true, isCounting: false };
    for (const [key, part] of this.parts) {
      const group = this.groups.find((one) => one.key === key);
      if (group === undefined) {
        part.stop();
        this.parts.delete(key);
      } else part.count = { rows: group.count, isExact: true, isCounting: false };
    }
  }

  private find(line: number): { group: Group | undefined; place: number } {
    let low = 0;
    let high = this.groups.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return { group: this.groups[low], place: line - (this.starts[low] ?? 0) - 1 };
  }

  private partsIn(first: number, last: number): Group[] {
    const found: Group[] = [];
    for (let line = Math.max(0, first); line <= last && line < this.count.rows; ) {
      const { group, place } = this.find(line);
      if (group === undefined) break;
      if (group.isOpen && group.count > 0) found.push(group);
      line += (group.isOpen ? group.count : 0) - place;
    }
    return found;
  }

  private eachIn(first: number, last: number, act: (part: RowStore, from: number, to: number) => void): void {
    for (const group of this.partsIn(first, last)) {
      const begin = (this.starts[this.groups.indexOf(group)] ?? 0) + 1;
      act(this.partOf(group), Math.max(0, first - begin), Math.min(group.count - 1, last - begin));
    }
  }

  private partOf(group: Group): RowStore {
    const known = this.parts.get(group.key);
    if (known !== undefined) return known;
    const filter = filterOf(this.query.filter, this.grouping, this.column, group.value);
    const part = new RowStore({ ...this.query, filter }, { rows: group.count, onEnd: (rows) => this.resize(group.key, rows) });
    part.subscribe(() => {
      this.error ??= part.error;
      if (part.markFaults.length > 0) this.markFaults = part.markFaults;
      this.tell();
    });
    this.parts.set(group.key, part);
    return part;
  }

  /** A group has another number of rows than was said: somebody else has changed some meanwhile. */
  private resize(key: string, rows: number): void {
    if (this.groups.every((group) => group.key !== key || group.count === rows)) return;
    this.lay(this.groups.map((group) => (group.key === key ? { ...group, count: rows } : group)));
  }
}

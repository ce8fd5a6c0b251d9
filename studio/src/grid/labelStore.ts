import { at, get } from '@/api/client';
import type { List, Table } from '@/api/types';
import type { Target } from './columns';
import { plainText } from './values';

const AT_ONCE = 100;

interface Known {
  labels: Map<string, string | null>;
  asked: Set<string>;
  display: Promise<string | null> | undefined;
}

/** What rows of other tables are called: asked for in batches as keys come into sight. */
export class LabelStore {
  private version = 0;
  private readonly tables = new Map<string, Known>();
  private readonly listeners = new Set<() => void>();
  private timer: number | undefined;
  private readonly waiting = new Map<string, Target>();
  /** Names as they were before, shown until they are known anew. */
  private readonly stale = new Map<string, Map<string, string | null>>();

  constructor(private readonly workspace: string) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): number => this.version;

  /** The name of a row, or its key until the name is known. */
  label(target: Target, key: unknown): string {
    if (key === null || key === undefined) return '';
    const known = this.known(target);
    const name = plainText(key);
    const found = known.labels.get(name);
    if (found === undefined && !known.asked.has(name)) {
      known.asked.add(name);
      this.waiting.set(target.table, target);
      this.timer ??= window.setTimeout(() => void this.flush(), 8);
    }
    return found ?? this.stale.get(target.table)?.get(name) ?? name;
  }

  /** Rows whose name holds the words, to choose from. */
  async find(target: Target, words: string, signal?: AbortSignal): Promise<{ key: string; label: string }[]> {
    const display = await this.display(target);
    const fields = [target.key, ...(display === null ? [] : [display])].join(',');
    const asked = new URLSearchParams({ limit: '20', fields });
    if (words.trim() !== '') asked.set('search', words.trim());
    const page = await get<List<Record<string, unknown>>>(`${at`/workspaces/${this.workspace}/tables/${target.table}/rows`}?${asked.toString()}`, signal);
    return page.items.map((row) => {
      const key = plainText(row[target.key]);
      const label = (display === null ? '' : plainText(row[display])) || key;
      this.known(target).labels.set(key, label);
      return { key, label };
    });
  }

  /** The key of the one row of exactly that name; undefined when there is none. */
  async keyOf(target: Target, label: string): Promise<unknown> {
    const display = await this.display(target);
    if (display === null) return undefined;
    const asked = new URLSearchParams({ limit: '2', fields: `${target.key},${display}`, filter: `${display} == '${label.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` });
    const page = await get<List<Record<string, unknown>>>(`${at`/workspaces/${this.workspace}/tables/${target.table}/rows`}?${asked.toString()}`);
    return page.items.length === 1 ? page.items[0]?.[target.key] : undefined;
  }

  /** What rows of a table are called may have changed: names are asked for anew when they are shown. */
  forget(table: string): void {
    const known = this.tables.get(table);
    if (known === undefined) return;
    known.asked.clear();
    this.stale.set(table, new Map(known.labels));
    known.labels.clear();
    this.tell();
  }

  private known({ table }: Target): Known {
    let known = this.tables.get(table);
    if (known === undefined) {
      known = { labels: new Map(), asked: new Set(), display: undefined };
      this.tables.set(table, known);
    }
    return known;
  }

  private display(target: Target): Promise<string | null> {
    const known = this.known(target);
    known.display ??= get<Table>(at`/workspaces/${this.workspace}/tables/${target.table}`).then((table) => {
      const readable = table.definition.columns.map((column) => column.name);
      const display = table.definition.display;
      return display !== null && readable.includes(display) ? display : null;
    });
    return known.display;
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    const targets = [...this.waiting.values()];
    this.waiting.clear();
    await Promise.all(targets.map((target) => this.fetch(target)));
    for (const { table } of targets) this.stale.delete(table);
    this.tell();
  }

  private tell(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }

  /** A table that cannot be read leaves its keys as they are. */
  private async fetch(target: Target): Promise<void> {
    const known = this.known(target);
    const keys = [...known.asked].filter((key) => !known.labels.has(key));
    for (const key of keys) known.labels.set(key, null);
    try {
      const display = await this.display(target);
      if (display === null || display === target.key) return;
      for (let from = 0; from < keys.length; from += AT_ONCE) await this.batch(target, display, keys.slice(from, from + AT_ONCE));
    } catch {
      // Not readable, or gone: see above.
    }
  }

  private async batch(target: Target, display: string, keys: string[]): Promise<void> {
    const isNumber = keys.every((key) => /^-?\d{1,15}$/.test(key));
    const list = keys.map((key) => (isNumber ? key : `'${key.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`)).join(', ');
    const asked = new URLSearchParams({ limit: String(keys.length), fields: `${target.key},${display}`, filter: `${target.key} in [${list}]` });
    const page = await get<List<Record<string, unknown>>>(`${at`/workspaces/${this.workspace}/tables/${target.table}/rows`}?${asked.toString()}`);
    for (const row of page.items) {
      const label = row[display];
      if (label !== null && label !== undefined) this.known(target).labels.set(plainText(row[target.key]), plainText(label));
    }
  }
}

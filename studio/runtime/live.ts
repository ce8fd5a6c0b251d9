/** Live updates: the server tells which tables have changed; what shows them is drawn again. */

import { at, page } from './page.ts';
import { refresh } from './visit.ts';

const GATHER_MS = 120;
const REST_MS = 60_000;

let stream: EventSource | null = null;
let pending = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

function changed(event: MessageEvent<string>): void {
  for (const table of event.data.split(',')) pending.add(table);
  clearTimeout(timer);
  timer = setTimeout(flush, GATHER_MS);
}

function flush(): void {
  if (document.hidden || pending.size === 0) return;
  const tables = [...pending].join(',');
  pending = new Set();
  void refresh(tables);
}

function open(): void {
  if (stream !== null) return;
  stream = new EventSource(`${page.base}/_live?at=${encodeURIComponent(at())}`);
  stream.addEventListener('changed', changed);
}

/** A hidden page rests after a while, so that many open tabs cost nothing. */
export function live(): void {
  if (!page.isLive) return;
  let resting: ReturnType<typeof setTimeout> | undefined;
  open();
  document.addEventListener('visibilitychange', () => {
    clearTimeout(resting);
    if (!document.hidden) {
      open();
      flush();
      return;
    }
    resting = setTimeout(() => {
      stream?.close();
      stream = null;
    }, REST_MS);
  });
  addEventListener('pagehide', () => stream?.close());
}

/**
 * Live updates: the server tells which tables have changed; what shows them is drawn again.
 *
 * Browsers open six connections to a server, so the windows of an app share one stream: whoever holds the lock has it
 * and passes on what it says. Where windows cannot find each other (no locks outside HTTPS) each has its own. Hidden
 * pages have none, and hear what they missed when they are shown again: each keeps the time up to which it knows.
 */

import { page } from './page.ts';
import { refresh } from './visit.ts';

const GATHER_MS = 120;
const REST_MS = 3_000;
const AGAIN_MS = 2_000;
const LONGEST_AGAIN_MS = 60_000;

/** A window that shows a screen it knows up to a time, or no longer does. */
interface Watching {
  window: string;
  screen?: string;
  since?: string;
}

/** What the stream said. */
interface Changed {
  tables: Record<string, string[]>;
  since: string;
}

type Message = Watching | Changed | 'who';

const window_ = Math.random().toString(36).slice(2);
const name = `tw-live ${page.base}`;
const watching = new Map<string, string>();
const pending = new Set<string>();
let since = page.live;
let others: BroadcastChannel | null = null;
let stream: EventSource | null = null;
let isLeading = false;
let failures = 0;
let stop: (() => void) | null = null;

/** A function that runs once things have been quiet for a moment. */
function soon(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, GATHER_MS);
  };
}

const drawAgain = soon(() => {
  if (document.hidden || pending.size === 0) return;
  const tables = [...pending].join(',');
  pending.clear();
  void refresh(tables);
});

const connect = soon(() => {
  if (!isLeading) return;
  stream?.close();
  const asked = new URLSearchParams([...watching.values()].map((screen) => ['screen', screen]));
  const opened = (stream = new EventSource(`${page.base}/_live?${asked.toString()}`));
  opened.onopen = () => (failures = 0);
  opened.onerror = () => comeBack(opened);
  opened.addEventListener('changed', (event: MessageEvent<string>) => {
    const changed = { tables: JSON.parse(event.data) as Changed['tables'], since: event.lastEventId };
    for (const [window, screen] of watching) watching.set(window, `${screen.split(':')[0] ?? ''}:${changed.since}`);
    others?.postMessage(changed);
    take(changed);
  });
});

/** A browser gives up where something else answers, as a proxy does while the server restarts: ask again, ever less often. */
function comeBack(given: EventSource): void {
  if (given !== stream || given.readyState !== EventSource.CLOSED) return;
  const wait = Math.min(AGAIN_MS * 2 ** failures, LONGEST_AGAIN_MS);
  failures += 1;
  setTimeout(() => given === stream && connect(), wait);
}

function take(changed: Changed): void {
  since = changed.since;
  for (const table of changed.tables[page.screen] ?? []) pending.add(table);
  drawAgain();
}

function note({ window, screen, since }: Watching): void {
  if (screen === undefined) watching.delete(window);
  else watching.set(window, `${screen}:${since ?? ''}`);
  if (screen !== undefined) connect();
}

const mine = (): Watching => ({ window: window_, screen: page.screen, since });

function hear({ data }: MessageEvent<Message>): void {
  if (data === 'who') {
    if (stop !== null) others?.postMessage(mine());
  } else if ('tables' in data) {
    if (stop !== null) take(data);
  } else if (isLeading) note(data);
}

function lead(): void {
  isLeading = true;
  watching.clear();
  note(mine());
  others?.postMessage('who');
}

function start(): void {
  if (stop !== null) return;
  const waiting = new AbortController();
  let letGo = (): void => undefined;
  stop = () => {
    stop = null;
    isLeading = false;
    stream?.close();
    stream = null;
    others?.postMessage({ window: window_ });
    waiting.abort();
    letGo();
  };
  if (others === null) {
    lead();
    return;
  }
  others.postMessage(mine());
  navigator.locks
    .request(name, { signal: waiting.signal }, () => {
      lead();
      return new Promise<void>((resolve) => (letGo = resolve));
    })
    .catch(() => undefined); // Given up waiting.
}

/** Listen while the page is shown; soon after it is hidden it rests, so that many open tabs cost nothing. */
export function live(): void {
  if (page.live === '') return;
  if ('locks' in navigator && 'BroadcastChannel' in globalThis) {
    others = new BroadcastChannel(name);
    others.onmessage = hear;
  }
  let resting: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(resting);
    if (document.hidden) {
      resting = setTimeout(() => stop?.(), REST_MS);
      return;
    }
    start();
    drawAgain();
  };
  look();
  document.addEventListener('visibilitychange', look);
  addEventListener('pageshow', look);
  addEventListener('pagehide', () => stop?.());
}

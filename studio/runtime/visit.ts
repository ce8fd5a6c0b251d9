/** Links and GET forms that stay on this screen: only what differs is fetched, and the address changes with it. */

import { reloadKeeping } from './drafts.ts';
import { say, told } from './message.ts';
import { show } from './morph.ts';
import { at, page, REGIONS, type Problem, type Reply } from './page.ts';

let running: AbortController | null = null;

/** Counts what events and visits have changed: an answer that was asked for before is out of date. */
let turn = 0;

/** Note that the page was changed by an event. */
export const changed = (): number => (turn += 1);

/** Whether an address is this very screen with another query. */
export const isHere = (url: URL): boolean => url.origin === location.origin && url.pathname === location.pathname;

/** The present query with what `wanted` changes against the query its link or form was drawn for. */
export function merged(wanted: URLSearchParams, drawn: string, present = location.search): string {
  const before = new URLSearchParams(drawn);
  const result = new URLSearchParams(present);
  for (const name of new Set([...before.keys(), ...wanted.keys()])) {
    const values = wanted.getAll(name).filter((value) => value !== '');
    if (before.getAll(name).join('\n') === values.join('\n')) continue;
    result.delete(name);
    for (const value of values) result.append(name, value);
  }
  const text = result.toString();
  return text === '' ? '' : `?${text}`;
}

/** Go to this screen with another query. The fields of a form that was sent show what came back. */
export async function visit(
  search: string,
  history_: 'push' | 'replace' | 'none' = 'push',
  settled: HTMLFormElement | null = null,
): Promise<void> {
  const from = page.shown;
  const asked = turn;
  const address = location.pathname + search;
  if (history_ === 'push' && search !== location.search) history.pushState(null, '', address);
  else if (history_ === 'replace') history.replaceState(null, '', address);
  const reply = await fetchRegions(search, { 'x-tw-from': from });
  if (reply === null) return;
  if (asked !== turn) {
    await visit(search, 'none', settled);
    return;
  }
  changed();
  accept(reply);
  page.shown = search;
  show(reply.regions ?? {}, settled);
}

/** Draw again what depends on these tables. */
export async function refresh(tables: string): Promise<void> {
  const asked = turn;
  const reply = await fetchRegions(location.search, { 'x-tw-tables': tables }, false);
  if (reply === null) return;
  if (asked !== turn) {
    await refresh(tables);
    return;
  }
  accept(reply);
  show(reply.regions ?? {});
}

/** Take over the state of a reply that is shown. */
export function accept(reply: Reply): void {
  if (reply.state !== undefined) page.state = reply.state;
}

async function fetchRegions(search: string, headers: Record<string, string>, isLatest = true): Promise<Reply | null> {
  if (isLatest) running?.abort();
  const control = new AbortController();
  if (isLatest) running = control;
  // Nobody waits for a live update, so it neither says that something is on its way nor that nothing is any more.
  const busy = isLatest ? setTimeout(() => document.documentElement.setAttribute('aria-busy', 'true'), 80) : undefined;
  try {
    const response = await fetch(location.pathname + search, {
      headers: { accept: REGIONS, 'x-tw-state': page.state, ...headers },
      signal: control.signal,
    });
    return await read(response, !isLatest);
  } catch (error) {
    if (!control.signal.aborted && isLatest) lost(error);
    return null;
  } finally {
    clearTimeout(busy);
    if (running === control) document.documentElement.removeAttribute('aria-busy');
  }
}

/** A reply, or null when the page has to be loaded anew or the failure was told. Nobody waits for what is `quiet`. */
export async function read(response: Response, quiet = false): Promise<Reply | null> {
  if (!response.headers.get('content-type')?.startsWith(REGIONS)) {
    if (!quiet) await tellStrange(response);
    return null;
  }
  const reply = (await response.json()) as Reply;
  if (response.status === 401) {
    location.assign(`/sign-in?next=${encodeURIComponent(page.base + at())}`);
    return null;
  }
  if (response.status === 409 && reply.problem?.code === 'state.stale') {
    reloadKeeping();
    return null;
  }
  if (reply.problem !== undefined) {
    say([reply.problem.detail, reply.problem.hint].filter(Boolean).join(' '), 'danger');
    if (reply.problem.code === 'event.gone') void refresh('*');
    return null;
  }
  return reply;
}

/** Something else answered, or the server failed altogether: what is on the page stays, and the person decides. */
async function tellStrange(response: Response): Promise<void> {
  let text = `${told('The server gave an answer that this page does not understand')} (${response.status}).`;
  if (response.headers.get('content-type')?.includes('json')) {
    const problem = (await response.json()) as Partial<Problem>;
    text = [problem.detail, problem.hint].filter(Boolean).join(' ') || text;
  }
  say(`${text} ${told('What you typed is still here.')}`, 'danger', { label: told('Load again'), run: reloadKeeping });
}

/** The network failed: say so, and keep what is on the page. */
export function lost(_error: unknown, again?: () => void): void {
  const text = told(navigator.onLine ? 'The server did not answer.' : 'You are offline.');
  say(`${text} ${told('Nothing was lost on this page.')}`, 'danger', again && { label: told('Try again'), run: again });
}

/** Events: sent one after the other, each with a key that makes a repeat harmless. */

import { resetForm } from './form.ts';
import { ask, say } from './message.ts';
import { show } from './morph.ts';
import { at, page, REGIONS, type Effect, type Reply } from './page.ts';
import { accept, changed, isHere, lost, read, visit } from './visit.ts';

export interface Sending {
  token: string;
  form?: HTMLFormElement | null;
  control?: HTMLElement | null;
  payload?: Record<string, string>;
  confirmed?: boolean;
}

let queue: Promise<void> = Promise.resolve();

/** Send an event after those before it. */
export function send(sending: Sending): Promise<void> {
  const key = crypto.randomUUID();
  sending.control?.setAttribute('aria-busy', 'true');
  queue = queue.then(() => deliver(sending, key)).finally(() => sending.control?.removeAttribute('aria-busy'));
  return queue;
}

function body(sending: Sending, key: string): FormData {
  const data = sending.form ? new FormData(sending.form) : new FormData();
  if (!data.has('selected')) {
    for (const box of document.querySelectorAll<HTMLInputElement>('input[name="selected"]:checked')) {
      data.append('selected', box.value);
    }
  }
  for (const [name, value] of Object.entries(sending.payload ?? {})) data.append(`event.${name}`, value);
  const own = { _event: sending.token, _screen: page.screen, _at: at(), _state: page.state, _csrf: page.csrf, _key: key };
  for (const [name, value] of Object.entries(own)) data.set(name, value);
  if (sending.confirmed) data.set('_confirmed', '1');
  return data;
}

async function deliver(sending: Sending, key: string): Promise<void> {
  const search = location.search;
  let reply: Reply | null;
  try {
    const response = await fetch(`${page.base}/_event`, {
      method: 'POST',
      headers: { accept: REGIONS, 'x-csrf-token': page.csrf },
      body: body(sending, key),
    });
    reply = await read(response);
  } catch (error) {
    lost(error, () => void (queue = queue.then(() => deliver(sending, key))));
    return;
  }
  if (reply === null) return;
  if (reply.question !== undefined) {
    if (await ask(reply.question, sending.control)) {
      await deliver({ ...sending, confirmed: true }, `${key}:yes`);
    }
    return;
  }
  apply(reply, sending, search);
}

function apply(reply: Reply, sending: Sending, asked: string): void {
  changed();
  accept(reply);
  const moved = location.search;
  if (reply.query !== undefined) {
    const search = reply.query === '' ? '' : `?${reply.query}`;
    history.pushState(null, '', location.pathname + search);
    page.shown = search;
  }
  show(reply.regions ?? {}, sending.form ?? null);
  for (const effect of reply.effects ?? []) run(effect);
  if (reply.query === undefined && moved !== asked) {
    // Somebody searched on while this was under way: what it drew belongs to the address before.
    page.shown = asked;
    void visit(moved, 'none');
  }
}

const RUN: Record<string, (effect: Effect) => void> = {
  navigate: ({ to = '', new_tab }) => {
    const url = new URL(to, location.href);
    if (new_tab) window.open(url, '_blank', 'noopener');
    else if (isHere(url) && url.search !== location.search) void visit(url.search);
    else location.assign(url);
  },
  notify: ({ text = '', tone }) => say(text, tone),
  focus: ({ id = '' }) => {
    const element = document.getElementById(id);
    element?.scrollIntoView({ block: 'center' });
    element?.focus();
  },
  download: ({ to = '' }) => {
    const link = document.createElement('a');
    link.href = to;
    link.download = '';
    link.click();
  },
  mentions_seen: () => document.querySelectorAll('[data-mentions]').forEach((count) => count.remove()),
  reset_form: ({ form = '' }) => {
    const found = document.querySelector<HTMLFormElement>(`form[data-form="${CSS.escape(form)}"]`);
    if (found !== null) resetForm(found);
  },
};

function run(effect: Effect): void {
  // A message that belongs to the next page is shown there.
  RUN[effect.do]?.(effect);
}

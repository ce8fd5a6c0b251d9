/** Short messages at the edge of the page, and questions before what cannot be undone. */

import { meta } from './page.ts';

const STAYS_MS = 6000;
const words = JSON.parse(meta('tw-words') || '{}') as Record<string, string>;

/** A text in the language of the page, which brings those that are not English. */
export const told = (text: string): string => words[text] ?? text;

/** Say something; it goes by itself, except when it tells of a failure. */
export function say(text: string, tone = 'neutral', action?: { label: string; run: () => void }): void {
  const place = document.querySelector('.tw-messages');
  if (place === null) return;
  const message = document.createElement('div');
  message.className = 'tw-message';
  message.dataset['tone'] = tone;
  const shown = document.createElement('span');
  shown.textContent = text;
  message.append(shown);
  if (action !== undefined) message.append(button(action.label, () => [action.run(), message.remove()]));
  if (tone === 'danger') message.append(button(told('Close'), () => message.remove()));
  place.append(message);
  if (tone !== 'danger' && action === undefined) expire(message);
}

function button(label: string, run: () => unknown): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'tw-button';
  made.dataset['variant'] = 'quiet';
  made.dataset['size'] = 'small';
  made.textContent = label;
  made.addEventListener('click', () => run());
  return made;
}

function expire(message: Element): void {
  let timer = setTimeout(() => message.remove(), STAYS_MS);
  message.addEventListener('pointerenter', () => clearTimeout(timer));
  message.addEventListener('pointerleave', () => (timer = setTimeout(() => message.remove(), STAYS_MS / 2)));
}

/** Messages that came with the page go by themselves too. */
export function expireShown(): void {
  for (const message of document.querySelectorAll<HTMLElement>('.tw-messages > .tw-message')) {
    if (message.dataset['tone'] !== 'danger') expire(message);
    else message.append(button(told('Close'), () => message.remove()));
  }
}

/** Ask before going on; answers whether the person said yes. Escape says no. */
export function ask(question: string, control?: HTMLElement | null): Promise<boolean> {
  const label = control?.textContent?.trim() || told('Go on');
  const dialog = document.createElement('dialog');
  dialog.className = 'tw-dialog tw-question';
  dialog.setAttribute('aria-labelledby', 'tw-question');
  const asked = document.createElement('p');
  asked.id = 'tw-question';
  asked.textContent = question;
  const actions = document.createElement('div');
  actions.className = 'tw-actions';
  const no = button(told('Cancel'), () => dialog.close());
  const yes = button(label, () => dialog.close('yes'));
  yes.dataset['variant'] = control?.dataset['variant'] === 'danger' ? 'danger' : 'primary';
  actions.append(no, yes);
  dialog.append(asked, actions);
  document.body.append(dialog);
  const before = document.activeElement;
  dialog.showModal();
  no.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      resolve(dialog.returnValue === 'yes');
    });
  });
}

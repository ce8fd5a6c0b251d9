/** What people do on the page, turned into events, visits and small things that need no server. */

import { closeGroups, filterLinks, followFirst, onEscape } from './navigation.ts';
import { actionOf, controlsOf, isGet } from './form.ts';
import { ask } from './message.ts';
import { drawnFor, page } from './page.ts';
import { send } from './send.ts';
import { isHere, merged, visit } from './visit.ts';

const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** Links that stay on this screen. */
function onClick(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  if (target === null) return;
  closeMenu(target);
  closeGroups(target);
  behave(target);
  const link = target.closest<HTMLAnchorElement>('a[href]');
  if (link === null || !isPlainClick(event) || link.target !== '' || link.hasAttribute('download')) return;
  const url = new URL(link.href);
  if (!isHere(url) || (url.hash !== '' && url.search === location.search) || event.defaultPrevented) return;
  event.preventDefault();
  void visit(merged(url.searchParams, drawnFor(link)));
}

/** A menu closes when something in it was chosen. */
function closeMenu(target: Element): void {
  const menu = target.closest<HTMLElement>('.tw-menu[popover], .tw-nav[popover]');
  if (menu?.matches(':popover-open') && target.closest('a, button:not([popovertarget])') !== null) {
    menu.hidePopover();
  }
}

/** Things that need no server: show, hide, toggle, tick all, light and dark. */
function behave(target: Element): void {
  const control = target.closest<HTMLElement>('[data-tw-show], [data-tw-hide], [data-tw-toggle], [data-mode-choice]');
  if (control === null) return;
  const { twShow, twHide, twToggle, modeChoice } = control.dataset;
  if (twShow !== undefined) document.getElementById(twShow)?.removeAttribute('hidden');
  if (twHide !== undefined) document.getElementById(twHide)?.setAttribute('hidden', '');
  if (twToggle !== undefined) {
    const isHidden = document.getElementById(twToggle)?.toggleAttribute('hidden') ?? true;
    control.setAttribute('aria-expanded', String(!isHidden));
  }
  if (modeChoice !== undefined) chooseMode(modeChoice);
}

function chooseMode(mode: string): void {
  const root = document.documentElement;
  if (mode === 'light' || mode === 'dark') root.dataset['mode'] = mode;
  else delete root.dataset['mode'];
  document.cookie = `tw_mode=${mode}; path=/; max-age=31536000; samesite=lax`;
}

/** Forms: events are sent, GET forms of this screen are visits, everything else is the browser's. */
function onSubmit(event: SubmitEvent): void {
  const form = event.target instanceof HTMLFormElement ? event.target : null;
  if (form === null || event.defaultPrevented) return;
  const url = actionOf(form);
  if (form.hasAttribute('data-tw-filter')) {
    event.preventDefault();
    followFirst(form);
    return;
  }
  if (isGet(form)) {
    if (!isHere(url)) return;
    event.preventDefault();
    const data = [...new FormData(form, event.submitter)].filter((pair): pair is [string, string] => typeof pair[1] === 'string');
    const search = merged(new URLSearchParams(data), drawnFor(form));
    const isLive = form.querySelector('[data-tw-live]') !== null; // people go on typing in it
    void (isLive ? visit(search, 'replace') : visit(search, 'push', form));
    return;
  }
  if (url.pathname !== `${page.base}/_event`) return;
  event.preventDefault();
  const pressed = event.submitter;
  const own = pressed instanceof HTMLButtonElement && pressed.name === '_event' ? pressed.value : '';
  const token = own || (controlsOf(form).namedItem('_event') as HTMLInputElement | null)?.value || '';
  if (token === '' || pressed?.getAttribute('aria-busy') === 'true') return;
  const carrier = form.getAttribute('id') === 'tw-post' ? null : form;
  void confirmed(pressed ?? form).then((yes) => {
    if (yes) void send({ token, form: carrier, control: pressed ?? form, confirmed: true });
  });
}

async function confirmed(control: Element): Promise<boolean> {
  const asking = control.closest<HTMLElement>('[data-confirm]') ?? (control as HTMLElement);
  const question = asking.getAttribute('data-confirm');
  return question === null || ask(question, control instanceof HTMLElement ? control : null);
}

/** Controls with steps of their own. */
function onChange(event: Event): void {
  const control = event.target instanceof HTMLElement ? event.target : null;
  if (control === null) return;
  tickAll(control);
  switchField(control);
  const token = control.dataset['onChange'];
  if (token === undefined || !('value' in control)) return;
  const box = control instanceof HTMLInputElement && control.type === 'checkbox';
  const value = box ? String(control.checked) : String(control.value);
  const form = 'form' in control && control.form instanceof HTMLFormElement ? control.form : null;
  void confirmed(control).then((yes) => {
    if (yes) void send({ token, form, control, payload: { value }, confirmed: true });
  });
}

function tickAll(control: HTMLElement): void {
  const name = control.dataset['twCheckAll'];
  if (name === undefined || !(control instanceof HTMLInputElement)) return;
  const around = control.closest('table') ?? document;
  for (const box of around.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`)) {
    if (box.checked !== control.checked) {
      box.checked = control.checked;
      box.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }
}

/** A field that is left as it is until it is switched on. */
function switchField(control: HTMLElement): void {
  if (!control.hasAttribute('data-tw-switch') || !(control instanceof HTMLInputElement)) return;
  const field = control.parentElement?.querySelector('fieldset');
  if (field === null || field === undefined) return;
  field.disabled = !control.checked;
  if (control.checked) field.querySelector<HTMLElement>('input:not([type="hidden"]), select, textarea, button')?.focus();
}

let typing: ReturnType<typeof setTimeout> | undefined;

/** Searching while people type. */
function onInput(event: Event): void {
  const input = event.target instanceof HTMLInputElement ? event.target : null;
  if (input?.form?.hasAttribute('data-tw-filter')) filterLinks(input.form, input.value);
  if (input === null || !input.hasAttribute('data-tw-live')) return;
  clearTimeout(typing);
  typing = setTimeout(() => input.form?.requestSubmit(), 250);
}

/** Events of islands: `new CustomEvent('tw:emit', {bubbles: true, detail: {name, values}})`. */
function onEmit(event: Event): void {
  const { detail, target } = event as CustomEvent<{ name: string; values?: Record<string, string> }>;
  const island = target instanceof HTMLElement ? target : null;
  const token = island?.getAttribute(`data-on-${detail.name.replaceAll('_', '-')}`);
  if (island === null || !token) return;
  void confirmed(island).then((yes) => {
    if (yes) void send({ token, control: island, payload: detail.values ?? {}, confirmed: true });
  });
}

/** Start to listen; once per page, as everything is delegated. */
export function listen(): void {
  document.addEventListener('click', onClick);
  document.addEventListener('submit', onSubmit);
  document.addEventListener('change', onChange);
  document.addEventListener('input', onInput);
  document.addEventListener('keydown', onEscape);
  document.addEventListener('tw:emit', onEmit);
  addEventListener('popstate', () => {
    if (location.search !== page.shown) void visit(location.search, 'none');
  });
}

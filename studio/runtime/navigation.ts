/** Long navigations: the search above them shows and hides links in the browser, groups at the top close like menus. */

const links = (nav: Element): HTMLAnchorElement[] => [...nav.querySelectorAll<HTMLAnchorElement>('a.tw-nav-link')];

/** Show the links that hold the words, open the groups they stand in; without words all is as it was. */
export function filterLinks(form: HTMLFormElement, text: string): void {
  const nav = form.parentElement;
  if (nav === null) return;
  const words = text.trim().toLowerCase();
  const list = form.parentElement?.querySelector('.tw-nav-list') ?? nav;
  let found = 0;
  for (const link of links(list)) {
    const fits = (link.textContent ?? '').toLowerCase().includes(words);
    link.closest('li')?.toggleAttribute('hidden', !fits);
    if (fits) found += 1;
  }
  for (const group of nav.querySelectorAll<HTMLDetailsElement>('.tw-nav-group')) {
    group.closest('li')?.toggleAttribute('hidden', group.querySelector('li:not([hidden])') === null);
    group.dataset['was'] ??= String(group.open);
    group.open = words === '' ? group.dataset['was'] === 'true' : true;
    if (words === '') delete group.dataset['was'];
  }
  nav.querySelector('.tw-nav-none')?.toggleAttribute('hidden', found > 0);
}

/** Enter in the search goes to the first link that is left. */
export function followFirst(form: HTMLFormElement): void {
  const nav = form.parentElement;
  if (nav !== null) links(nav).find((link) => link.closest('[hidden]') === null)?.click();
}

/** A click elsewhere closes the groups that hang from a navigation at the top. */
export function closeGroups(target: Element): void {
  for (const group of document.querySelectorAll<HTMLDetailsElement>('.tw-nav-group[open]')) {
    if (hangs(group) && !group.contains(target)) group.open = false;
  }
}

/** Escape closes the group it is pressed in, and its heading has the focus. */
export function onEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || !(event.target instanceof Element)) return;
  const group = event.target.closest<HTMLDetailsElement>('.tw-nav-group[open]');
  if (group === null || !hangs(group)) return;
  group.open = false;
  group.querySelector('summary')?.focus();
}

const hangs = (group: Element): boolean => {
  const list = group.querySelector('.tw-nav-list');
  return list !== null && getComputedStyle(list).position === 'absolute';
};

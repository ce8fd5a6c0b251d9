/* Offers people while somebody types `@` and the beginning of a name: a list after the ARIA pattern of a combobox.
 * Without this script names are typed out; the server finds the people in either case. */

import { said } from '@shared/words.js';

const WAIT_MS = 150;
const WORD = /(^|[\s(>])@([\p{L}\p{N}._+-]{0,40}(?: [\p{L}\p{N}._-]{0,40})?)$/u;
let count = 0;

class CommentText extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector('textarea');
    if (!this.text || this.list) return;
    const list = (this.list = Object.assign(document.createElement('ul'), { className: 'tw-menu tw-comment-people', id: `tw-people-${++count}`, hidden: true }));
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', said(this, 'People to mention'));
    for (const [name, value] of [['aria-autocomplete', 'list'], ['aria-controls', list.id], ['aria-haspopup', 'listbox']]) this.text.setAttribute(name, value);
    this.said = Object.assign(document.createElement('span'), { className: 'tw-hidden-text' });
    this.said.setAttribute('role', 'status');
    this.append(list, this.said);
    this.text.addEventListener('input', () => this.typed());
    this.text.addEventListener('keydown', (event) => this.pressed(event));
    this.text.addEventListener('blur', () => this.close());
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => this.take(event.target.closest('[role=option]')));
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  /** What stands between the last `@` and the caret; null when no name is being typed. */
  word() {
    const found = WORD.exec(this.text.value.slice(0, this.text.selectionStart));
    return found === null ? null : found[2];
  }

  typed() {
    clearTimeout(this.timer);
    if (this.word() === null) this.close();
    else this.timer = setTimeout(() => this.offer(), WAIT_MS);
  }

  async offer() {
    const word = this.word();
    if (word === null) return;
    const { workspace, table, row } = this.dataset;
    this.asking?.abort();
    this.asking = new AbortController();
    const place = ['workspaces', workspace, 'tables', table, 'rows', row].map(encodeURIComponent).join('/');
    try {
      const answer = await fetch(`/api/v1/${place}/readers?${new URLSearchParams({ search: word })}`, { signal: this.asking.signal, headers: { accept: 'application/json' } });
      if (answer.ok && word === this.word()) this.fill((await answer.json()).items);
    } catch (fault) {
      if (fault.name !== 'AbortError') this.close();
    }
  }

  fill(people) {
    if (people.length === 0) return this.close();
    const names = people.map((one) => one.name);
    this.list.replaceChildren(...people.map((one, place) => {
      const option = Object.assign(document.createElement('li'), { id: `${this.list.id}-${place}`, className: 'tw-menu-item', textContent: one.name });
      option.setAttribute('role', 'option');
      option.dataset.value = names.filter((name) => name === one.name).length > 1 ? one.email : one.name;
      option.append(Object.assign(document.createElement('small'), { textContent: one.email }));
      return option;
    }));
    this.list.hidden = false;
    this.said.textContent = people.length === 1 ? said(this, 'One person to mention: arrow keys choose, Enter takes, Escape closes.') : said(this, '{count} people to mention: arrow keys choose, Enter takes, Escape closes.', { count: people.length });
    this.move(0);
  }

  move(place) {
    const options = [...this.list.children];
    this.at = (place + options.length) % options.length;
    options.forEach((option, number) => {
      option.toggleAttribute('data-active', number === this.at);
      option.setAttribute('aria-selected', String(number === this.at));
    });
    this.text.setAttribute('aria-activedescendant', options[this.at].id);
    options[this.at].scrollIntoView({ block: 'nearest' });
  }

  pressed(event) {
    if (this.list.hidden) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.move(this.at + (event.key === 'ArrowDown' ? 1 : -1));
    else if (event.key === 'Enter' || event.key === 'Tab') this.take(this.list.children[this.at]);
    else if (event.key === 'Escape') this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(option) {
    const word = this.word();
    if (!option || word === null) return;
    const end = this.text.selectionStart;
    this.text.setRangeText(`${option.dataset.value} `, end - word.length, end, 'end');
    this.close();
    this.text.dispatchEvent(new Event('input', { bubbles: true }));
    this.text.focus();
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.said.textContent = '';
    this.text.removeAttribute('aria-activedescendant');
  }
}

customElements.define('tw-comment-text', CommentText);

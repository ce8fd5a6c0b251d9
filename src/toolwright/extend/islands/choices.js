/* A search field over another table in the place of a select: a combobox after the ARIA pattern. The select stays: it holds
 * what is chosen, is sent with the form, and is what remains without this script. Islands extend this class and say what
 * taking an option means (`take`), whether one is chosen (`holds`), and what a row is stored as (`valueOf`). */

import { markInvalid } from '@shared/refusal.js';
import { said } from '@shared/words.js';

const WAIT_MS = 200;
const SHOWN = 20;
let choicesCount = 0;

export class ChoicesField extends HTMLElement {
  static observedAttributes = ['data-invalid'];

  attributeChangedCallback() {
    markInvalid(this.input ?? this.select, this.dataset.invalid);
  }

  connectedCallback() {
    this.select = this.querySelector('select');
    if (!this.select || this.input || this.select.disabled || this.isShort()) return;
    this.build();
    this.show();
    this.form = this.select.form;
    this.reset = () => setTimeout(() => this.show());
    this.form?.addEventListener('reset', this.reset);
  }

  disconnectedCallback() {
    this.form?.removeEventListener('reset', this.reset);
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  /** Whether the select does as it is. */
  isShort() {
    return false;
  }

  build() {
    const { select } = this;
    this.input = Object.assign(document.createElement('input'), { type: 'text', className: 'tw-input', autocomplete: 'off', spellcheck: false, id: select.id });
    const list = (this.list = Object.assign(document.createElement('ul'), { className: 'tw-menu tw-choices-list', id: `tw-choices-${++choicesCount}`, hidden: true }));
    list.setAttribute('role', 'listbox');
    this.word = document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.firstChild?.textContent ?? said(this, 'Choices');
    list.setAttribute('aria-label', this.word);
    for (const [name, value] of [['role', 'combobox'], ['aria-expanded', 'false'], ['aria-autocomplete', 'list'], ['aria-controls', list.id]]) this.input.setAttribute(name, value);
    if (select.hasAttribute('aria-describedby')) this.input.setAttribute('aria-describedby', select.getAttribute('aria-describedby'));
    this.input.setAttribute('aria-invalid', this.dataset.invalid ?? 'false');
    this.needed = select.required; // of what is hidden a browser cannot say so: it would refuse the form in silence
    select.required = false;
    select.removeAttribute('id');
    select.hidden = true;
    this.append(this.input, list);
    this.input.addEventListener('input', () => this.typed());
    this.input.addEventListener('click', () => this.open());
    this.input.addEventListener('keydown', (event) => this.pressed(event));
    this.input.addEventListener('blur', () => this.leave());
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (option) this.take(option.dataset.value, option.textContent);
    });
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(this.input.value.trim()), WAIT_MS);
  }

  /** Offer what is known, then what the other table has. */
  async open(text = '') {
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    const known = [...this.select.options].filter((option) => option.value && option.textContent.toLowerCase().includes(text.toLowerCase()));
    this.fill(known.slice(0, SHOWN).map((option) => ({ value: option.value, label: option.textContent })));
    if (this.dataset.more !== 'true' || !text) return;
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const { display } = this.dataset;
    const rows = await this.rows({ search: text, limit: String(SHOWN), sort: display }, asking);
    if (rows === undefined || asking.signal.aborted || this.list.hidden) return;
    if (rows === null) this.fill([], said(this, 'The search did not answer. Try again.'));
    else this.fill(rows.map((row) => ({ value: this.valueOf(row), label: String(row[display] || this.valueOf(row)) })));
  }

  /** Rows of the other table; null when there is no answer, undefined when it is not waited for any more. */
  async rows(asked, asking) {
    const { workspace, table, key, display } = this.dataset;
    const query = new URLSearchParams({ ...asked, fields: [...new Set([...key.split(','), display])].join(',') });
    try {
      const answer = await fetch(`/api/v1/workspaces/${encodeURIComponent(workspace)}/tables/${encodeURIComponent(table)}/rows?${query}`, { signal: asking.signal, headers: { accept: 'application/json' } });
      return answer.ok ? (await answer.json()).items : null;
    } catch (fault) {
      return fault.name === 'AbortError' ? undefined : null;
    }
  }

  fill(items, nothing = said(this, 'Nothing found')) {
    this.at = -1;
    this.input.removeAttribute('aria-activedescendant');
    this.list.replaceChildren(...items.map((item, place) => {
      const option = Object.assign(document.createElement('li'), { id: `${this.list.id}-${place}`, className: 'tw-menu-item', textContent: item.label });
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', String(this.holds(item.value)));
      option.dataset.value = item.value;
      return option;
    }));
    if (items.length === 0) {
      const note = Object.assign(document.createElement('li'), { className: 'tw-menu-title', textContent: nothing });
      note.setAttribute('role', 'presentation');
      this.list.append(note);
    }
  }

  pressed(event) {
    const options = [...this.list.querySelectorAll('[role=option]')];
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      if (this.list.hidden) return void this.open();
      this.at = (this.at + moves[event.key] + options.length) % (options.length || 1);
      options.forEach((option, place) => option.toggleAttribute('data-active', place === this.at));
      if (options[this.at]) {
        this.input.setAttribute('aria-activedescendant', options[this.at].id);
        options[this.at].scrollIntoView({ block: 'nearest' });
      }
    } else if (event.key === 'Enter' && !this.list.hidden) {
      event.preventDefault();
      const option = options[this.at] ?? (options.length === 1 ? options[0] : undefined);
      if (option) this.take(option.dataset.value, option.textContent);
    } else if (event.key === 'Escape' && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.leave();
    }
  }

  /** The option of the select with that value, made when it came from a search. */
  optionOf(value, label) {
    const found = [...this.select.options].find((one) => one.value === value);
    if (found) return found;
    const made = new Option(label, value);
    this.select.add(made);
    return made;
  }

  changed() {
    this.select.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** Have nothing open. */
  leave() {
    this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }
}

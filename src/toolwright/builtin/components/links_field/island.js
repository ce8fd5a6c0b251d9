/* Turns the list into a search field over the other table with the chosen rows above it: a combobox after the ARIA
 * pattern. The list stays: it holds what is chosen, is sent with the form, and is what remains without this script. */

const WAIT_MS = 200;
const SHOWN = 20;
let count = 0;

class LinksField extends HTMLElement {
  static observedAttributes = ['data-invalid'];

  attributeChangedCallback() {
    this.input?.setAttribute('aria-invalid', this.dataset.invalid);
  }

  connectedCallback() {
    this.select = this.querySelector('select');
    if (!this.select || this.input || this.select.disabled) return;
    this.number = ++count;
    this.build();
    this.show();
    this.name();
    this.form = this.select.form;
    this.reset = () => setTimeout(() => this.show());
    this.form?.addEventListener('reset', this.reset);
  }

  disconnectedCallback() {
    this.form?.removeEventListener('reset', this.reset);
    clearTimeout(this.timer);
    this.asking?.abort();
    this.naming?.abort();
  }

  build() {
    const { select } = this;
    this.chosen = Object.assign(document.createElement('ul'), { className: 'tw-links-chosen' });
    this.input = Object.assign(document.createElement('input'), {
      type: 'text', className: 'tw-input', autocomplete: 'off', spellcheck: false, id: select.id,
      placeholder: select.getAttribute('placeholder') ?? 'Search to add',
    });
    const list = (this.list = Object.assign(document.createElement('ul'), { className: 'tw-menu tw-links-list', id: `tw-links-${this.number}`, hidden: true }));
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-multiselectable', 'true');
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const word = label?.firstChild?.textContent ?? 'Choices';
    list.setAttribute('aria-label', word);
    this.chosen.setAttribute('aria-label', `${word}: chosen`);
    for (const [name, value] of [['role', 'combobox'], ['aria-expanded', 'false'], ['aria-autocomplete', 'list'], ['aria-controls', list.id]]) this.input.setAttribute(name, value);
    if (select.hasAttribute('aria-describedby')) this.input.setAttribute('aria-describedby', select.getAttribute('aria-describedby'));
    this.input.setAttribute('aria-invalid', this.dataset.invalid ?? 'false');
    select.removeAttribute('id');
    select.hidden = true;
    this.needed = select.required; // of what is hidden a browser cannot say so: it would refuse the form in silence
    select.required = false;
    this.append(this.chosen, this.input, list);
    this.input.addEventListener('input', () => this.typed());
    this.input.addEventListener('click', () => this.open());
    this.input.addEventListener('keydown', (event) => this.pressed(event));
    this.input.addEventListener('blur', () => this.close());
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (option) this.turn(option.dataset.value, option.textContent);
    });
    this.chosen.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (!button) return;
      this.turn(button.value, '');
      this.input.focus();
    });
  }

  /** What is chosen stands above the field. */
  show() {
    this.input.required = this.needed && this.select.selectedOptions.length === 0;
    this.chosen.replaceChildren(...[...this.select.selectedOptions].map((option) => {
      const item = document.createElement('li');
      const button = Object.assign(document.createElement('button'), { type: 'button', value: option.value, textContent: '×' });
      button.setAttribute('aria-label', `Remove ${option.textContent}`);
      item.append(Object.assign(document.createElement('span'), { textContent: option.textContent }), button);
      return item;
    }));
  }

  /** Chosen rows beyond the first ones came with their key alone. */
  async name() {
    this.naming = new AbortController();
    const unnamed = [...this.select.querySelectorAll('[data-unnamed]')];
    const { key, display } = this.dataset;
    for (let at = 0; at < unnamed.length; at += 50) {
      const keys = unnamed.slice(at, at + 50).map((option) => (/^\d+$/.test(option.value) ? option.value : JSON.stringify(option.value)));
      const rows = (await this.rows({ filter: `${key} in [${keys.join(', ')}]`, limit: '50' }, this.naming)) ?? [];
      for (const row of rows) {
        const option = unnamed.find((one) => one.value === String(row[key]));
        if (option && row[display]) option.textContent = String(row[display]);
      }
    }
    if (unnamed.length) this.show();
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), WAIT_MS);
  }

  async open() {
    const text = this.input.value.trim();
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    const known = [...this.select.options].filter((option) => option.textContent.toLowerCase().includes(text.toLowerCase()));
    this.fill(known.slice(0, SHOWN).map((option) => ({ value: option.value, label: option.textContent })));
    if (this.dataset.more !== 'true' || !text) return;
    this.asking?.abort();
    this.asking = new AbortController();
    const rows = await this.rows({ search: text, limit: String(SHOWN), sort: this.dataset.display }, this.asking);
    if (rows === undefined || this.list.hidden || text !== this.input.value.trim()) return;
    if (rows === null) this.fill([], 'The search did not answer. Try again.');
    else this.fill(rows.map((row) => ({ value: String(row[this.dataset.key]), label: String(row[this.dataset.display] || row[this.dataset.key]) })));
  }

  /** Rows of the other table; null when there is no answer, undefined when it is not waited for any more. */
  async rows(asked, asking) {
    const { workspace, table, key, display } = this.dataset;
    const query = new URLSearchParams({ ...asked, fields: [...new Set([key, display])].join(',') });
    try {
      const answer = await fetch(`/api/v1/workspaces/${encodeURIComponent(workspace)}/tables/${encodeURIComponent(table)}/rows?${query}`, { signal: asking.signal, headers: { accept: 'application/json' } });
      return answer.ok ? (await answer.json()).items : null;
    } catch (fault) {
      return fault.name === 'AbortError' ? undefined : null;
    }
  }

  fill(items, nothing = 'Nothing found') {
    this.at = -1;
    this.input.removeAttribute('aria-activedescendant');
    const chosen = new Set([...this.select.selectedOptions].map((option) => option.value));
    this.list.replaceChildren(...items.map((item, place) => {
      const option = Object.assign(document.createElement('li'), { id: `${this.list.id}-${place}`, className: 'tw-menu-item', textContent: item.label });
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', String(chosen.has(item.value)));
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
      if (option) this.turn(option.dataset.value, option.textContent);
    } else if (event.key === 'Escape' && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === 'Backspace' && this.input.value === '' && this.chosen.lastElementChild) {
      this.turn(this.chosen.lastElementChild.querySelector('button').value, '');
    }
  }

  /** Choose a row, or give it up when it is chosen. */
  turn(value, label) {
    let option = [...this.select.options].find((one) => one.value === value);
    if (!option) this.select.add((option = new Option(label, value)));
    option.selected = !option.selected;
    this.input.value = '';
    this.show();
    if (!this.list.hidden) void this.open();
    this.select.dispatchEvent(new Event('change', { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }
}

customElements.define('tw-links-field', LinksField);

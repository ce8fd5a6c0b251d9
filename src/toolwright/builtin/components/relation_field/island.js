/* Turns the select into a search field over the other table: a combobox after the ARIA pattern (list autocomplete).
 * The select stays: it holds the value, is sent with the form, and is what remains without this script. */

const WAIT_MS = 200;
const SHOWN = 20;
const ESCAPES = { '~': '~~', ',': '~c', '/': '~s', '\\': '~b' };
let count = 0;

/* What is stored of a row: the value of its column, or those of several joined as the server joins them. */
function joined(row, keys) {
  if (keys.length === 1) return String(row[keys[0]]);
  return keys.map((key) => {
    const text = String(row[key]);
    if (text === '') return '~e';
    return /^\.+$/.test(text) ? '~d'.repeat(text.length) : text.replace(/[~,/\\]/g, (sign) => ESCAPES[sign]);
  }).join(',');
}

class RelationField extends HTMLElement {
  static observedAttributes = ['data-invalid'];

  attributeChangedCallback() {
    this.input?.setAttribute('aria-invalid', this.dataset.invalid);
  }

  connectedCallback() {
    this.select = this.querySelector('select');
    if (!this.select || this.input || this.select.disabled) return;
    if (this.select.options.length <= 8 && this.dataset.more !== 'true') return;
    this.number = ++count;
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

  build() {
    const { select } = this;
    this.input = Object.assign(document.createElement('input'), {
      type: 'text', className: 'tw-input', autocomplete: 'off', spellcheck: false, id: select.id, required: select.required,
      placeholder: select.options[0]?.value === '' ? select.options[0].textContent : '',
    });
    const list = (this.list = Object.assign(document.createElement('ul'), { className: 'tw-menu tw-relation-list', id: `tw-relation-${this.number}`, hidden: true }));
    list.setAttribute('role', 'listbox');
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    list.setAttribute('aria-label', label?.firstChild?.textContent ?? 'Choices');
    this.input.setAttribute('role', 'combobox');
    this.input.setAttribute('aria-expanded', 'false');
    this.input.setAttribute('aria-autocomplete', 'list');
    this.input.setAttribute('aria-controls', list.id);
    if (select.hasAttribute('aria-describedby')) this.input.setAttribute('aria-describedby', select.getAttribute('aria-describedby'));
    this.input.setAttribute('aria-invalid', this.dataset.invalid ?? 'false');
    select.removeAttribute('id');
    select.required = false;
    select.hidden = true;
    this.append(this.input, list);
    this.input.addEventListener('input', () => this.typed());
    this.input.addEventListener('focus', () => this.input.select());
    this.input.addEventListener('click', () => this.open());
    this.input.addEventListener('keydown', (event) => this.pressed(event));
    this.input.addEventListener('blur', () => { this.close(); this.show(); });
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (option) this.choose(option);
    });
  }

  /** The field says what the select holds. */
  show() {
    const chosen = this.select.selectedOptions[0];
    this.input.value = chosen?.value ? chosen.textContent : '';
    this.input.setCustomValidity('');
  }

  typed() {
    clearTimeout(this.timer);
    if (this.input.value === '') this.set('', '');
    this.timer = setTimeout(() => this.open(this.input.value.trim()), WAIT_MS);
  }

  async open(text = '') {
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    const known = [...this.select.options].filter((option) => option.value && option.textContent.toLowerCase().includes(text.toLowerCase()));
    this.fill(known.slice(0, SHOWN).map((option) => ({ value: option.value, label: option.textContent })));
    if (this.dataset.more === 'true' && text) await this.ask(text);
  }

  async ask(text) {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const { workspace, table, key, display } = this.dataset;
    const query = new URLSearchParams({ search: text, limit: String(SHOWN), sort: display, fields: [...new Set([...key.split(','), display])].join(',') });
    try {
      const answer = await fetch(`/api/v1/workspaces/${encodeURIComponent(workspace)}/tables/${encodeURIComponent(table)}/rows?${query}`, { signal: asking.signal, headers: { accept: 'application/json' } });
      if (!answer.ok) throw new Error(answer.statusText);
      const { items } = await answer.json();
      const keys = key.split(',');
      if (!asking.signal.aborted && !this.list.hidden) this.fill(items.map((row) => ({ value: joined(row, keys), label: String(row[display] || joined(row, keys)) })));
    } catch (fault) {
      if (fault.name !== 'AbortError') this.fill([], 'The search did not answer. Try again.');
    }
  }

  fill(items, nothing = 'Nothing found') {
    this.at = -1;
    this.input.removeAttribute('aria-activedescendant');
    this.list.replaceChildren(...items.map((item, place) => {
      const option = Object.assign(document.createElement('li'), { id: `${this.list.id}-${place}`, className: 'tw-menu-item', textContent: item.label });
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', String(item.value === this.select.value));
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
      if (option) this.choose(option);
    } else if (event.key === 'Escape' && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.show();
    }
  }

  choose(option) {
    this.set(option.dataset.value, option.textContent);
    this.show();
    this.close();
  }

  set(value, label) {
    if (value && ![...this.select.options].some((option) => option.value === value)) this.select.add(new Option(label, value));
    this.select.value = value;
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

customElements.define('tw-relation-field', RelationField);

/* Turns the list into a search field over the other table, with the chosen rows above it. */

import { ChoicesField } from '@shared/choices.js';
import { said } from '@shared/words.js';

const NAMED_AT_ONCE = 50;

class LinksField extends ChoicesField {
  connectedCallback() {
    const isNew = !this.input;
    super.connectedCallback();
    if (isNew && this.input) void this.name();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.naming?.abort();
  }

  build() {
    super.build();
    this.input.placeholder = this.select.getAttribute('placeholder') ?? said(this, 'Search to add');
    this.list.setAttribute('aria-multiselectable', 'true');
    this.chosen = Object.assign(document.createElement('ul'), { className: 'tw-links-chosen' });
    this.chosen.setAttribute('aria-label', said(this, '{name}: chosen', { name: this.word }));
    this.input.before(this.chosen);
    this.chosen.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (!button) return;
      this.take(button.value, '');
      this.input.focus();
    });
  }

  /** What is chosen stands above the field. */
  show() {
    this.input.required = this.needed && this.select.selectedOptions.length === 0;
    this.chosen.replaceChildren(...[...this.select.selectedOptions].map((option) => {
      const item = document.createElement('li');
      const button = Object.assign(document.createElement('button'), { type: 'button', value: option.value, textContent: '×' });
      button.setAttribute('aria-label', said(this, 'Remove {name}', { name: option.textContent }));
      item.append(Object.assign(document.createElement('span'), { textContent: option.textContent }), button);
      return item;
    }));
  }

  /** Chosen rows beyond the first ones came with their key alone. */
  async name() {
    this.naming = new AbortController();
    const unnamed = [...this.select.querySelectorAll('[data-unnamed]')];
    const { key, display } = this.dataset;
    for (let at = 0; at < unnamed.length; at += NAMED_AT_ONCE) {
      const keys = unnamed.slice(at, at + NAMED_AT_ONCE).map((option) => (/^\d+$/.test(option.value) ? option.value : JSON.stringify(option.value)));
      const rows = (await this.rows({ filter: `${key} in [${keys.join(', ')}]`, limit: String(NAMED_AT_ONCE) }, this.naming)) ?? [];
      for (const row of rows) {
        const option = unnamed.find((one) => one.value === String(row[key]));
        if (option && row[display]) option.textContent = String(row[display]);
      }
    }
    if (unnamed.length) this.show();
  }

  holds(value) {
    return [...this.select.selectedOptions].some((option) => option.value === value);
  }

  valueOf(row) {
    return String(row[this.dataset.key]);
  }

  pressed(event) {
    super.pressed(event);
    if (event.key === 'Backspace' && this.input.value === '' && this.chosen.lastElementChild) {
      this.take(this.chosen.lastElementChild.querySelector('button').value, '');
    }
  }

  /** Choose a row, or give it up when it is chosen. */
  take(value, label) {
    const option = this.optionOf(value, label);
    option.selected = !option.selected;
    this.input.value = '';
    this.show();
    if (!this.list.hidden) void this.open();
    this.changed();
  }
}

customElements.define('tw-links-field', LinksField);

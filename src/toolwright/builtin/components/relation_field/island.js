/* Turns the select into a search field over the other table, which holds one row. */

import { ChoicesField } from '@shared/choices.js';

const ESCAPES = { '~': '~~', ',': '~c', '/': '~s', '\\': '~b' };

class RelationField extends ChoicesField {
  isShort() {
    return this.select.options.length <= 8 && this.dataset.more !== 'true';
  }

  build() {
    super.build();
    const [first] = this.select.options;
    this.input.required = this.needed;
    this.input.placeholder = first?.value === '' ? first.textContent : '';
    this.input.addEventListener('focus', () => this.input.select());
  }

  /** The field says what the select holds. */
  show() {
    const chosen = this.select.selectedOptions[0];
    this.input.value = chosen?.value ? chosen.textContent : '';
    this.input.setCustomValidity('');
  }

  typed() {
    if (this.input.value === '') {
      this.select.value = '';
      this.changed();
    }
    super.typed();
  }

  holds(value) {
    return value === this.select.value;
  }

  /** What is stored of a row: the value of its column, or those of several joined as the server joins them. */
  valueOf(row) {
    const keys = this.dataset.key.split(',');
    if (keys.length === 1) return String(row[keys[0]]);
    return keys.map((key) => {
      const text = String(row[key]);
      if (text === '') return '~e';
      return /^\.+$/.test(text) ? '~d'.repeat(text.length) : text.replace(/[~,/\\]/g, (sign) => ESCAPES[sign]);
    }).join(',');
  }

  take(value, label) {
    this.optionOf(value, label).selected = true;
    this.changed();
    this.leave();
  }

  leave() {
    this.close();
    this.show();
  }
}

customElements.define('tw-relation-field', RelationField);

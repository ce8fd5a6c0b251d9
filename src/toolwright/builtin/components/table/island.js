/* The box in the head of a table: ticks every row, shows whether all or some are ticked, and how many. */

class CheckAll extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector('input');
    this.section = this.closest('.tw-table');
    if (!this.box || !this.section) return;
    this.box.addEventListener('change', this);
    this.section.addEventListener('change', this);
    document.addEventListener('tw:shown', this);
    this.count();
  }

  disconnectedCallback() {
    this.section?.removeEventListener('change', this);
    document.removeEventListener('tw:shown', this);
  }

  get rows() {
    return [...this.section.querySelectorAll('input[name="selected"]')];
  }

  handleEvent(event) {
    if (event.currentTarget === this.box) for (const row of this.rows) row.checked = this.box.checked;
    this.count();
  }

  count() {
    const { rows } = this;
    const ticked = rows.filter((row) => row.checked).length;
    this.box.checked = ticked > 0 && ticked === rows.length;
    this.box.indeterminate = ticked > 0 && ticked < rows.length;
    const shown = this.section.querySelector('.tw-selection-count');
    if (shown) shown.textContent = shown.dataset.word.replace('{count}', new Intl.NumberFormat(document.documentElement.lang || undefined).format(ticked));
  }
}

customElements.define('tw-check-all', CheckAll);

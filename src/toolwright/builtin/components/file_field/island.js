/* Makes a place to drop, paste and choose files of the browser's own control. Each file is sent at once; what the form
 * holds are hidden boxes with what was sent. Large files go piece by piece and are gone on with after a lost connection. */

import { markInvalid } from '@shared/refusal.js';
import { said } from '@shared/words.js';

const PIECE = 4_000_000;
const WHOLE = 8_000_000;
const TRIES = 5;
const UNITS = ['B', 'kB', 'MB', 'GB'];

const sizeOf = (bytes) => {
  const place = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return `${new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumFractionDigits: 1 }).format(bytes / 1000 ** place)} ${UNITS[place]}`;
};
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const make = (tag, set = {}) => Object.assign(document.createElement(tag), set);

class Refused extends Error {}

class FileField extends HTMLElement {
  static observedAttributes = ['data-invalid'];

  attributeChangedCallback() {
    markInvalid(this.input, this.dataset.invalid);
  }

  connectedCallback() {
    this.listen();
    if (this.input) return;
    this.input = this.querySelector('input[type=file]');
    this.list = this.querySelector('.tw-file-list');
    this.drop = this.querySelector('.tw-drop');
    this.busy = new Set();
    this.must = this.dataset.required !== undefined;
    this.input.removeAttribute('name');
    this.input.required = false;
    this.status = make('span', { className: 'tw-hidden-text' });
    this.status.setAttribute('role', 'status');
    this.drop.insertBefore(make('span', { className: 'tw-drop-word', textContent: this.most > 1 ? said(this, 'Drop or paste files here, or') : said(this, 'Drop or paste a file here, or') }), this.input);
    this.append(this.status);
    for (const item of this.list.children) this.dress(item);
    this.first = [...this.list.children].map((item) => item.cloneNode(true));
    this.input.addEventListener('change', () => this.take([...this.input.files]));
    this.list.addEventListener('click', (event) => this.clicked(event));
    for (const name of ['dragenter', 'dragover']) this.addEventListener(name, (event) => this.over(event));
    this.addEventListener('dragleave', (event) => event.relatedTarget instanceof Node && this.contains(event.relatedTarget) || this.removeAttribute('data-over'));
    this.addEventListener('drop', (event) => {
      this.removeAttribute('data-over');
      if (!event.dataTransfer?.files.length || this.input.disabled) return;
      event.preventDefault();
      this.take([...event.dataTransfer.files]);
    });
    this.check();
  }

  disconnectedCallback() {
    this.form?.removeEventListener('paste', this.pasted);
    this.form?.removeEventListener('reset', this.reset);
  }

  listen() {
    this.form = this.closest('form');
    this.pasted ??= (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const fields = [...(this.form?.querySelectorAll('tw-file-field') ?? [])];
      const meant = event.target.closest?.('tw-file-field') ?? fields.find((field) => !field.input?.disabled);
      if (files.length === 0 || meant !== this) return;
      event.preventDefault();
      this.take(files);
    };
    this.reset ??= () => {
      for (const upload of this.busy) upload.abort();
      this.list.replaceChildren(...this.first.map((item) => item.cloneNode(true)));
      this.check();
    };
    this.form?.addEventListener('paste', this.pasted);
    this.form?.addEventListener('reset', this.reset);
  }

  get most() {
    return Number(this.dataset.most);
  }

  over(event) {
    if (!event.dataTransfer?.types.includes('Files') || this.input.disabled) return;
    event.preventDefault();
    this.setAttribute('data-over', '');
  }

  /** A file the form holds: the box is hidden, a button takes it away. */
  dress(item) {
    const box = item.querySelector('input[type=checkbox]');
    if (box) box.hidden = true;
    const name = item.querySelector('.tw-file-name')?.textContent ?? 'file';
    if (this.input.disabled) return;
    const button = make('button', { type: 'button', textContent: '×' });
    button.title = said(this, 'Remove {name}', { name });
    button.setAttribute('aria-label', button.title);
    item.append(button);
  }

  clicked(event) {
    const button = event.target.closest('button');
    if (!button) return;
    const item = button.closest('li');
    if (button.dataset.again !== undefined) return void this.send(item, item.file);
    item.upload?.abort();
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    (next?.querySelector('button') ?? this.input).focus();
    this.changed(said(this, '{name} removed', { name: item.querySelector('.tw-file-name').textContent }));
  }

  take(files) {
    this.input.value = '';
    const most = this.most;
    if (most === 1 && files.length > 0) {
      for (const item of this.list.children) item.upload?.abort();
      this.list.replaceChildren();
    }
    const room = most - this.list.children.length;
    for (const file of files.slice(0, Math.max(room, 0))) {
      const item = make('li', { className: 'tw-kept', file });
      const label = make('span', { className: 'tw-choice' });
      label.append(make('span', { className: 'tw-file-name', textContent: file.name || said(this, 'Pasted picture.png') }), make('span', { className: 'tw-file-size', textContent: sizeOf(file.size) }));
      item.append(label);
      this.dress(item);
      this.list.append(item);
      void this.send(item, file);
    }
    if (files.length > room) this.changed(most === 1 ? said(this, 'Only one file fits.') : said(this, 'Only {most} files fit.', { most }));
  }

  async send(item, file) {
    item.querySelector('.tw-error')?.remove();
    item.querySelector('[data-again]')?.remove();
    const bar = make('progress', { max: file.size || 1, value: 0 });
    bar.setAttribute('aria-label', said(this, 'Sending {name}', { name: file.name }));
    item.append(bar);
    const upload = (item.upload = new AbortController());
    this.busy.add(upload);
    this.check();
    try {
      const limit = Number(this.dataset.bytes ?? Infinity);
      if (file.size > limit) throw new Refused(said(this, 'The file is larger than {size}.', { size: sizeOf(limit) }));
      const done = await (file.size > WHOLE ? this.inPieces(file, bar, upload) : this.whole(file, bar, upload));
      const { id, name, type, size, sha256 } = done;
      const box = make('input', { type: 'checkbox', name: this.dataset.name, checked: true, hidden: true, value: JSON.stringify({ id, name, type, size, sha256 }) });
      item.prepend(box);
      this.changed(said(this, '{name} is ready', { name }));
    } catch (fault) {
      if (upload.signal.aborted) return;
      const text = fault instanceof Refused ? fault.message : said(this, 'The connection was lost.');
      item.append(make('p', { className: 'tw-error', textContent: text }));
      if (!(fault instanceof Refused)) {
        const again = make('button', { type: 'button', textContent: '↻', title: said(this, 'Send again') });
        again.setAttribute('aria-label', said(this, 'Send {name} again', { name: file.name }));
        again.dataset.again = '';
        item.insertBefore(again, item.querySelector('button'));
      }
      this.say(`${file.name}: ${text}`);
    } finally {
      bar.remove();
      this.busy.delete(upload);
      this.check();
    }
  }

  whole(file, bar, upload) {
    return this.ask('POST', `upload?${this.query(file)}`, file, upload, {}, (sent) => { bar.value = sent; });
  }

  async inPieces(file, bar, upload) {
    let state = await this.ask('POST', `uploads?${this.query(file)}&size=${file.size}`, null, upload);
    const place = `uploads/${state.id}?column=${encodeURIComponent(this.dataset.column)}`;
    let tries = 0;
    while (state.sha256 === null) {
      const start = state.offset;
      const headers = { 'upload-offset': String(start), 'content-type': 'application/offset+octet-stream' };
      try {
        state = await this.ask('PATCH', place, file.slice(start, start + PIECE), upload, headers, (sent) => { bar.value = start + sent; });
        tries = 0;
      } catch (fault) {
        if (fault instanceof Refused || upload.signal.aborted || ++tries > TRIES) throw fault;
        await wait(500 * 2 ** tries);
        state = await this.ask('GET', place, null, upload).catch(() => state);
      }
    }
    return state;
  }

  query(file) {
    return new URLSearchParams({ column: this.dataset.column, name: file.name || said(this, 'Pasted picture.png') });
  }

  /** The answer of the server as JSON. Rejects with Refused when it said no, with anything else when there was none. */
  ask(method, place, body, upload, headers = {}, progress = undefined) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, `${this.dataset.files}/${place}`);
      request.setRequestHeader('accept', 'application/json');
      request.setRequestHeader('x-csrf-token', document.querySelector('meta[name=tw-csrf]')?.content ?? '');
      if (body && !headers['content-type']) request.setRequestHeader('content-type', 'application/octet-stream');
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      if (progress) request.upload.onprogress = (event) => progress(event.loaded);
      upload.signal.addEventListener('abort', () => request.abort());
      request.onabort = request.onerror = () => reject(new Error('lost'));
      request.onload = () => {
        let answer;
        try {
          answer = JSON.parse(request.responseText);
        } catch {
          return reject(new Error('lost'));
        }
        if (request.status < 300) resolve(answer);
        else if (request.status >= 500 || answer.code === 'upload.offset' || answer.code === 'upload.busy') reject(new Error(answer.detail));
        else reject(new Refused(answer.detail ?? said(this, 'This file was not taken.')));
      };
      request.send(body);
    });
  }

  changed(text) {
    this.say(text);
    this.check();
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  say(text) {
    this.status.textContent = text;
  }

  /** A form is not sent while a file is on its way, nor without one that is needed. */
  check() {
    const missing = this.must && !this.list.querySelector('input:checked');
    this.input.setCustomValidity(this.busy.size > 0 ? said(this, 'A file is still being sent.') : missing ? said(this, 'Choose a file.') : '');
  }
}

customElements.define('tw-file-field', FileField);

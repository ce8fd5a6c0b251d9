/* Puts a pad to sign on in the place of the browser's control for a picture. What was drawn, or the name that was typed, is
 * sent as a picture once the pen rests; the form then holds a hidden box with it. */

import { markInvalid } from '@shared/refusal.js';
import { SignaturePad } from '@vendor/signature_pad.js';
import { said } from '@shared/words.js';

const REST_MS = 700;
const INK = '#1b2430';
const make = (tag, set = {}) => Object.assign(document.createElement(tag), set);

class SignatureField extends HTMLElement {
  static observedAttributes = ['data-invalid'];

  attributeChangedCallback() {
    markInvalid(this.typed, this.dataset.invalid);
  }

  connectedCallback() {
    this.form = this.closest('form');
    this.reset ??= () => this.begin();
    this.form?.addEventListener('reset', this.reset);
    if (this.pad) return;
    const input = this.querySelector('input[type=file]');
    if (!input || input.disabled) return;
    this.list = this.querySelector('.tw-file-list');
    this.first = [...this.list.children].map((item) => item.cloneNode(true));
    this.must = this.dataset.required !== undefined;
    this.build(input);
    this.begin();
  }

  disconnectedCallback() {
    this.form?.removeEventListener('reset', this.reset);
    this.watching?.disconnect();
    clearTimeout(this.timer);
    this.sending?.abort();
  }

  build(input) {
    const frame = make('div', { className: 'tw-signature-pad' });
    this.canvas = make('canvas');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', said(this, 'Sign here with pen, finger or mouse, or type your name below'));
    frame.append(this.canvas);
    const foot = make('div', { className: 'tw-signature-foot' });
    this.typed = make('input', { type: 'text', className: 'tw-input', id: input.id, placeholder: said(this, 'Or type your name'), autocomplete: 'name', maxLength: 80 });
    this.typed.setAttribute('aria-invalid', this.dataset.invalid ?? 'false');
    if (input.hasAttribute('aria-describedby')) this.typed.setAttribute('aria-describedby', input.getAttribute('aria-describedby'));
    const clear = make('button', { type: 'button', className: 'tw-button', textContent: said(this, 'Clear') });
    foot.append(this.typed, clear);
    this.note = make('p', { className: 'tw-help' });
    this.note.setAttribute('role', 'status');
    input.replaceWith(frame, foot, this.note);
    this.pad = new SignaturePad(this.canvas, { penColor: INK, backgroundColor: '#fff', minWidth: 0.8, maxWidth: 2.6 });
    this.pad.addEventListener('beginStroke', () => this.drawing());
    this.pad.addEventListener('endStroke', () => this.later());
    this.typed.addEventListener('input', () => this.write());
    clear.addEventListener('click', () => {
      this.clear();
      this.typed.focus();
    });
    this.watching = new ResizeObserver(() => this.fit());
    this.watching.observe(frame);
    this.list.addEventListener('change', () => this.check());
  }

  /** As the page was drawn. */
  begin() {
    if (!this.pad) return;
    this.stop();
    this.list.replaceChildren(...this.first.map((item) => item.cloneNode(true)));
    this.typed.value = '';
    this.pad.clear();
    this.say('');
    this.check();
  }

  clear() {
    this.stop();
    this.typed.value = '';
    this.pad.clear();
    this.list.replaceChildren();
    this.say('');
    this.check();
  }

  /** The canvas has as many dots as the screen shows of it; lines are drawn anew. */
  fit() {
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    const { clientWidth, clientHeight } = this.canvas;
    if (clientWidth === 0 || (this.canvas.width === Math.round(clientWidth * ratio) && this.canvas.height === Math.round(clientHeight * ratio))) return;
    const lines = this.pad.toData();
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    this.canvas.getContext('2d').scale(ratio, ratio);
    this.pad.clear();
    if (lines.length > 0) this.pad.fromData(lines);
    else if (this.typed.value.trim()) this.letter(this.typed.value.trim());
  }

  drawing() {
    this.stop();
    if (!this.typed.value) return;
    this.typed.value = '';
    this.pad.clear();
  }

  write() {
    this.stop();
    this.pad.clear();
    const text = this.typed.value.trim();
    if (!text) return this.clear();
    this.letter(text);
    this.later();
  }

  letter(text) {
    const pen = this.canvas.getContext('2d');
    const { clientWidth, clientHeight } = this.canvas;
    let size = 56;
    const font = () => `italic ${size}px "Segoe Script", "Bradley Hand", "Snell Roundhand", "URW Chancery L", cursive`;
    pen.font = font();
    while (size > 14 && pen.measureText(text).width > clientWidth - 40) {
      size -= 2;
      pen.font = font();
    }
    pen.fillStyle = INK;
    pen.textBaseline = 'alphabetic';
    pen.fillText(text, 20, clientHeight - 44);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending?.abort();
    this.sending = undefined;
  }

  later() {
    this.stop();
    this.timer = setTimeout(() => void this.send(), REST_MS);
    this.check();
  }

  async send() {
    this.timer = undefined;
    const sending = (this.sending = new AbortController());
    this.check();
    const picture = await new Promise((done) => this.canvas.toBlob(done, 'image/png'));
    const query = new URLSearchParams({ column: this.dataset.column, name: 'signature.png' });
    let answer = null;
    let status = 0;
    try {
      const response = await fetch(`${this.dataset.files}/upload?${query}`, {
        method: 'POST',
        signal: sending.signal,
        headers: { accept: 'application/json', 'content-type': 'application/octet-stream', 'x-csrf-token': document.querySelector('meta[name=tw-csrf]')?.content ?? '' },
        body: picture,
      });
      status = response.status;
      answer = await response.json();
    } catch {
      if (sending.signal.aborted) return;
    }
    if (sending.signal.aborted) return;
    this.sending = undefined;
    if (status === 201) {
      const { id, name, type, size, sha256 } = answer;
      const item = make('li', { hidden: true });
      item.append(make('input', { type: 'checkbox', name: this.dataset.name, checked: true, value: JSON.stringify({ id, name, type, size, sha256 }) }));
      this.list.replaceChildren(item);
      this.say(said(this, 'Signed'));
      this.dispatchEvent(new Event('change', { bubbles: true }));
    } else {
      this.list.replaceChildren();
      this.say(answer?.detail ?? said(this, 'The connection was lost. Sign once more.'));
    }
    this.check();
  }

  say(text) {
    this.note.textContent = text;
  }

  /** A form is not sent while the signature is on its way, nor without one that is needed. */
  check() {
    const missing = this.must && !this.list.querySelector('input:checked');
    const busy = this.timer !== undefined || this.sending !== undefined;
    this.typed.setCustomValidity(busy ? said(this, 'The signature is still being sent.') : missing ? said(this, 'Sign here.') : '');
  }
}

customElements.define('tw-signature-field', SignatureField);

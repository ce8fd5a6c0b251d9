/** Puts changed regions into the page and leaves alone what people are in the middle of. */

import { Idiomorph } from 'idiomorph';
import { controlsOf } from './form.ts';
import { noteDrawn } from './page.ts';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (node: Node | null): node is Field =>
  node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;

/** Whether somebody has changed the control since the server drew it. */
export function isDirty(field: Field): boolean {
  if (field instanceof HTMLSelectElement) {
    return [...field.options].some((option) => option.selected !== option.defaultSelected);
  }
  if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')) {
    return field.checked !== field.defaultChecked;
  }
  return field.type !== 'hidden' && field.value !== field.defaultValue;
}

function copyAttributes(from: Element, to: Element): void {
  for (const { name, value } of [...from.attributes]) {
    if (to.getAttribute(name) !== value) to.setAttribute(name, value);
  }
}

/** Whether somebody is in the middle of a form: it was refused, and they read why. */
const isRefused = (form: HTMLFormElement): boolean => form.querySelector('.tw-form-errors, .tw-error') !== null;

/** Whether it is the version of a row that somebody is changing: their change was made to this one and no other. */
const isChanging = ({ name, form }: Field): boolean =>
  name === '_version' && form !== null && [...controlsOf(form)].some((field) => isField(field) && isDirty(field));

/** Whether it is a field that somebody has switched on, or off, since the server drew it. */
const isSwitched = (node: Element): boolean => {
  const box = node instanceof HTMLFieldSetElement ? node.previousElementSibling : null;
  return box instanceof HTMLInputElement && box.hasAttribute('data-tw-switch') && isDirty(box);
};

/** Whether an attribute stays as somebody has made it: what they opened, and what they switched on. */
const isTheirs = (name: string, node: Element, settled: HTMLFormElement | null): boolean =>
  name === 'open'
    ? node instanceof HTMLDetailsElement || node instanceof HTMLDialogElement
    : name === 'disabled' && isSwitched(node) && node.closest('form') !== settled;

/** Whether a node may be changed; what was sent in `settled` takes what the server says. */
function mayChange(old: Node, fresh: Node, settled: HTMLFormElement | null): boolean {
  if (!(old instanceof Element) || !(fresh instanceof Element)) return true;
  if (old.hasAttribute('data-keep')) {
    copyAttributes(fresh, old);
    return false;
  }
  if (old instanceof HTMLFormElement && fresh instanceof HTMLFormElement && old !== settled) {
    if (old.dataset['row'] !== fresh.dataset['row']) {
      old.replaceWith(fresh.cloneNode(true)); // another row: what was typed into this one is none of its business
      return false;
    }
    if (isRefused(old)) return false;
  }
  if (isField(old) && old.form !== settled && (isDirty(old) || isChanging(old))) return false;
  return !old.isEqualNode(fresh);
}

/** Replace regions by their new HTML. Focus, typed text, open details and kept elements stay. */
export function show(regions: Record<string, string>, settled: HTMLFormElement | null = null): void {
  for (const [id, html] of Object.entries(regions)) {
    const region = document.getElementById(id);
    if (region === null) continue;
    const around = region.closest('form');
    if (around !== null && around !== settled && isRefused(around)) continue; // drawn alone it knows of no refusal
    Idiomorph.morph(region, html, {
      morphStyle: 'outerHTML',
      // Of what has the focus only fields keep what they hold; a button shows its new text.
      ignoreActiveValue: settled === null && isField(document.activeElement),
      callbacks: {
        beforeNodeMorphed: (old: Node, fresh: Node) => mayChange(old, fresh, settled),
        beforeAttributeUpdated: (name: string, node: Element) => !isTheirs(name, node, settled),
      },
    });
    const now = document.getElementById(id);
    if (now !== null) noteDrawn(now);
  }
  if (settled !== null) sync(settled);
  document.dispatchEvent(new CustomEvent('tw:shown'));
}

/** After a form was answered its controls hold what the server drew, also where somebody had typed; islands keep theirs. */
function sync(form: HTMLFormElement): void {
  if (!form.isConnected) return;
  for (const field of controlsOf(form)) {
    if (!isField(field) || field.type === 'hidden' || field === document.activeElement || field.closest('[data-keep]')) continue;
    if (field instanceof HTMLSelectElement) {
      for (const option of field.options) option.selected = option.defaultSelected;
    } else if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')) {
      field.checked = field.defaultChecked;
    } else if (field.type !== 'file') {
      field.value = field.defaultValue;
    }
  }
}

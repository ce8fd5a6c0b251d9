/** What was typed survives a page that had to be loaded again. */

import { controlsOf } from './form.ts';

const KEY = `tw-drafts:${location.pathname}`;

type Draft = [form: string, name: string, value: string][];

/** Remember every typed field and load the page again. */
export function reloadKeeping(): void {
  const draft: Draft = [];
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-form]')) {
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && !name.startsWith('_')) draft.push([form.getAttribute('data-form') ?? '', name, value]);
    }
  }
  if (draft.length > 0) sessionStorage.setItem(KEY, JSON.stringify(draft));
  location.reload();
}

/** Put back what was remembered; answers whether there was anything. */
export function restore(): boolean {
  const text = sessionStorage.getItem(KEY);
  if (text === null) return false;
  sessionStorage.removeItem(KEY);
  for (const [form, name, value] of JSON.parse(text) as Draft) {
    const found = document.querySelector<HTMLFormElement>(`form[data-form="${CSS.escape(form)}"]`);
    const field = found && controlsOf(found).namedItem(name);
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value === field.value;
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)
      field.value = value;
  }
  return true;
}

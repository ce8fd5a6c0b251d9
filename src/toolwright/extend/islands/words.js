/* Words of islands in the language of the page: the server writes those that are not English beside the element. */

/** A text, with values in the places of their names: `said(this, 'Remove {name}', { name })`. */
export function said(element, text, values = {}) {
  const words = JSON.parse(element.closest('[data-words]')?.dataset.words ?? '{}');
  return (words[text] ?? text).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

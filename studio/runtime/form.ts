/** What a form itself says. Its own properties are no help: a field named `action`, `id` or `elements` hides them. */

const elements = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, 'elements')?.get;

/** The controls of a form. */
export const controlsOf = (form: HTMLFormElement): HTMLFormControlsCollection =>
  (elements as (this: HTMLFormElement) => HTMLFormControlsCollection).call(form);

/** Where the form is sent. */
export const actionOf = (form: HTMLFormElement): URL => new URL(form.getAttribute('action') ?? '', location.href);

/** Whether the form only asks, as searches do. */
export const isGet = (form: HTMLFormElement): boolean => (form.getAttribute('method') ?? 'get').toLowerCase() === 'get';

/** Put every control back to what the page was drawn with. */
export const resetForm = (form: HTMLFormElement): void => HTMLFormElement.prototype.reset.call(form);

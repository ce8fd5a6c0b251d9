/* What the server says of a control whose island keeps what is inside it: only the island's own attributes come anew. */

/** Mark the control as wrong or right, and have it described by what is now said below it: the error, or else the help. */
export function markInvalid(control, invalid) {
  if (!control) return;
  control.setAttribute('aria-invalid', invalid);
  queueMicrotask(() => { // by then what is below it has been drawn as well
    const told = ['error', 'help'].map((kind) => `${control.id}-${kind}`).find((id) => document.getElementById(id));
    if (told) control.setAttribute('aria-describedby', told);
    else control.removeAttribute('aria-describedby');
  });
}

/** Dialogs that the address opens: made modal, closed by Escape and by a click beside them, focus given back. */

import { drawnFor } from './page.ts';
import { merged, visit } from './visit.ts';

let opener: HTMLElement | null = null;

function close(dialog: HTMLDialogElement): void {
  const url = new URL(dialog.dataset['twDialog'] ?? '', location.href);
  void visit(merged(url.searchParams, drawnFor(dialog)));
}

function upgrade(dialog: HTMLDialogElement): void {
  dialog.dataset['twModal'] = '';
  if (document.activeElement instanceof HTMLElement && document.activeElement !== document.body) {
    opener = document.activeElement;
  }
  dialog.close();
  dialog.showModal();
  dialog.addEventListener('cancel', (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    close(dialog);
  });
  dialog.addEventListener('pointerdown', (event) => {
    if (event.target !== dialog) return;
    const box = dialog.getBoundingClientRect();
    const isInside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!isInside) close(dialog);
  });
}

/** Look at the page's dialogs, now and after each change. */
export function watchDialogs(): void {
  const look = (): void => {
    const dialogs = document.querySelectorAll<HTMLDialogElement>('dialog[data-tw-dialog][open]');
    for (const dialog of dialogs) if (!dialog.matches(':modal')) upgrade(dialog);
    if (dialogs.length === 0 && opener !== null) {
      if (opener.isConnected) opener.focus();
      opener = null;
    }
  };
  document.addEventListener('tw:shown', look);
  look();
}

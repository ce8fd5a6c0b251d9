import { useEffect } from 'react';

const OVER = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const REACHED = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled)';
const AFTER_MS = 30;
let place: HTMLElement | null = null;
/** What was around the place, from within to without. */
let around: HTMLElement[] = [];

document.addEventListener('focusin', ({ target }) => {
  if (!(target instanceof HTMLElement) || target.closest(OVER) !== null) return;
  place = target;
  around = [];
  for (let one = target.parentElement; one !== null && one.tagName !== 'BODY'; one = one.parentElement) around.push(one);
});

export const isFocusLost = () => document.activeElement === null || document.activeElement === document.body;

/** The place, or where it is gone (a row that was deleted) what is nearest to it. */
function nearest(): HTMLElement | null {
  if (place?.isConnected === true) return place;
  const left = around.filter((one) => one.isConnected);
  for (const one of left) {
    const found = one.querySelector<HTMLElement>(REACHED);
    if (found !== null) return found;
  }
  return null;
}

/**
 * When what lies over the page goes, the focus is where it was in the page before: at the button of a menu too, whose
 * entry opened it and is gone. What has the focus by then keeps it.
 */
export function useFocusBack(opened: boolean): void {
  useEffect(() => {
    if (!opened) return;
    return () => {
      window.setTimeout(() => {
        if (isFocusLost() && document.querySelector('[role="dialog"]') === null) nearest()?.focus({ preventScroll: true });
      }, AFTER_MS);
    };
  }, [opened]);
}

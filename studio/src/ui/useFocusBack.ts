import { useEffect } from 'react';

const OVER = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const AFTER_MS = 30;
let place: HTMLElement | null = null;

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLElement && target.closest(OVER) === null) place = target;
});

const isLost = () => document.activeElement === null || document.activeElement === document.body;

/**
 * When what lies over the page goes, the focus is where it was in the page before: at the button of a menu too, whose
 * entry opened it and is gone. What has the focus by then keeps it.
 */
export function useFocusBack(opened: boolean): void {
  useEffect(() => {
    if (!opened) return;
    return () => {
      window.setTimeout(() => {
        if (isLost() && document.querySelector('[role="dialog"]') === null && place?.isConnected === true) place.focus({ preventScroll: true });
      }, AFTER_MS);
    };
  }, [opened]);
}

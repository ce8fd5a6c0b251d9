import { useEffect, useEffectEvent, useLayoutEffect } from 'react';

/** Escape leaves, unless it is for a dialog or menu that lies over this one. Afterwards the focus is where it was. */
export function useLeaving(onLeave: () => void): void {
  const leave = useEffectEvent(onLeave);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const floating = event.target instanceof Element ? event.target.closest('[role="dialog"], [role="menu"]') : null;
      const isOurs = floating === null || floating.hasAttribute('data-tour');
      if (event.key === 'Escape' && isOurs && !event.defaultPrevented) leave();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  // As soon as it is there: a moment later it has the focus itself.
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      const isThere = before instanceof HTMLElement && before !== document.body && before.isConnected;
      (isThere ? before : document.getElementById('main'))?.focus();
    };
  }, []);
}

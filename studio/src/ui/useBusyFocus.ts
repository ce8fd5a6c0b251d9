import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { isFocusLost } from './useFocusBack';

/** Longer than a dialog takes to go: what closes with it is gone by then. */
const AFTER_MS = 150;

/** A button cannot have the focus while it is busy: it has it again when it is done, unless something else took it. */
export function useBusyFocus<Busy extends HTMLElement>(isBusy: boolean): RefObject<Busy | null> {
  const busy = useRef<Busy>(null);
  const wasBusy = useRef(false);
  const back = useEffectEvent(() => {
    if (isFocusLost()) busy.current?.focus();
  });
  useEffect(() => {
    const ends = wasBusy.current && !isBusy;
    wasBusy.current = isBusy;
    if (!ends) return undefined;
    const timer = window.setTimeout(back, AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [isBusy]);
  return busy;
}

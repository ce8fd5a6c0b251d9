import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { draftsBeside, forgetDraft, newTab, readDraft, writeDraft, type Found, type KeptDraft } from './keptDrafts';

export interface Beside<K extends KeptDraft> {
  beside: Found<K>[];
  drop: (tab: string) => void;
  putBack: (found: Found<K>) => void;
}

/** Keeps the draft of this tab in the browser as it changes; answers what other tabs keep. */
export function useKeptDraft<K extends KeptDraft>(place: string, claimed: string, draft: Omit<K, 'at' | 'isLeft'> | null): Beside<K> {
  const [tab, setTab] = useState(claimed);
  const [beside, setBeside] = useState(() => draftsBeside<K>(place, tab));
  const latest = useRef(draft);
  const store = useEffectEvent((isLeft: boolean) => {
    if (latest.current === null) forgetDraft(place, tab);
    else writeDraft(place, tab, { ...latest.current, at: Date.now(), isLeft });
  });
  // Another tab dropped what this one keeps, or writes to the same place: while this one is open, its work is kept.
  const meddled = useEffectEvent((written: string | null) => {
    if (written === null) store(false);
    else if (readDraft(place, tab)?.isLeft === false) setTab(newTab());
  });
  const look = useCallback(() => setBeside(draftsBeside<K>(place, tab)), [place, tab]);

  useEffect(() => {
    latest.current = draft;
    sessionStorage.setItem(place, tab);
    store(false);
  }, [place, tab, draft]);

  useEffect(() => {
    const leave = () => store(true);
    // A page that comes back from the browser's memory may find that another tab went on with its draft.
    const back = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      if (readDraft(place, tab)?.isLeft === true) store(false);
      else setTab(newTab());
    };
    const heard = (event: StorageEvent) => {
      if (event.key !== null && !event.key.startsWith(place)) return;
      if (event.key === null || event.key === place + tab) meddled(event.newValue);
      look();
    };
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', back);
    window.addEventListener('storage', heard);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', back);
      window.removeEventListener('storage', heard);
    };
  }, [place, tab, look]);

  // Going to another page of the studio leaves the draft as well.
  useEffect(() => () => store(true), []);

  return {
    beside,
    drop: (other) => {
      forgetDraft(place, other);
      look();
    },
    putBack: (found) => {
      writeDraft(place, found.tab, found.kept);
      look();
    },
  };
}

import { useEffect, useState } from 'react';

const kept = new Map<string, unknown>();

/** State that survives leaving the page and coming back in the same tab, as when a session expires. One place at a time. */
export function useDraft<T>(place: string, first: () => T): [T, (change: (was: T) => T) => void] {
  const [draft, setDraft] = useState(() => (kept.get(place) as T | undefined) ?? first());
  useEffect(() => {
    kept.clear();
    kept.set(place, draft);
  }, [place, draft]);
  return [draft, setDraft];
}

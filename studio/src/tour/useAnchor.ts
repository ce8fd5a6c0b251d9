import { useCallback, useSyncExternalStore } from 'react';

/** Where on the screen an entry of the navigation is, in pixels. */
export interface Anchor {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Below this, the navigation is a drawer over the page. */
const NARROW = '(max-width: 640px)';

const entryOf = (navigation: string, address: string) => document.querySelector<HTMLElement>(`#${navigation} a[href="${CSS.escape(address)}"]`);

/** Where the entry of the navigation (its id) that leads to an address is; null where the navigation is folded away. */
export function useAnchor(navigation: string, address: string): Anchor | null {
  const follow = useCallback(
    (changed: () => void) => {
      const entry = entryOf(navigation, address);
      entry?.scrollIntoView({ block: 'nearest' });
      const observer = new ResizeObserver(changed);
      if (entry !== null) observer.observe(entry);
      window.addEventListener('resize', changed);
      window.addEventListener('scroll', changed, { capture: true, passive: true });
      return () => {
        observer.disconnect();
        window.removeEventListener('resize', changed);
        window.removeEventListener('scroll', changed, { capture: true });
      };
    },
    [navigation, address],
  );
  const place = useSyncExternalStore(follow, () => placeOf(navigation, address));
  return place === null ? null : (JSON.parse(place) as Anchor);
}

/** As text, so that the same place is the same value. */
function placeOf(navigation: string, address: string): string | null {
  const entry = window.matchMedia(NARROW).matches ? null : entryOf(navigation, address);
  if (entry === null) return null;
  const { left, top, width, height } = entry.getBoundingClientRect();
  return JSON.stringify({ left, top, width, height } satisfies Anchor);
}

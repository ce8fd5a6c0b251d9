import { useEffect, useEffectEvent } from 'react';
import { follow, type By } from './stream';

/** Be told while this is shown that rows seen at these places (`table:tickets`) have changed. */
export function useLive(workspace: string, places: string[], onChanged: (place: string, by: By) => void): void {
  const told = useEffectEvent(onChanged);
  const key = places.join('\n');
  useEffect(() => {
    const stops = key.split('\n').filter(Boolean).map((place) => follow(workspace, place, { changed: (by) => told(place, by) }));
    return () => stops.forEach((stop) => stop());
  }, [workspace, key]);
}

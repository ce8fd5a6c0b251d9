import { useEffect, useEffectEvent, useState } from 'react';
import { follow, type By, type Present } from './stream';

/** Be told while this is shown that rows seen at these places (`table:tickets`) have changed. */
export function useLive(workspace: string, places: string[], onChanged: (place: string, by: By) => void): void {
  const told = useEffectEvent(onChanged);
  const key = places.join('\n');
  useEffect(() => {
    const stops = key.split('\n').filter(Boolean).map((place) => follow(workspace, place, { changed: (by) => told(place, by) }));
    return () => stops.forEach((stop) => stop());
  }, [workspace, key]);
}

const NOBODY: Present[] = [];

/** Who else has a place open; nobody where there is none. */
export function useHere(workspace: string, place: string | null): Present[] {
  const key = place === null ? '' : `${workspace} ${place}`;
  const [here, setHere] = useState({ key, people: NOBODY });
  useEffect(() => {
    if (place === null) return;
    return follow(workspace, place, { here: (people) => setHere({ key: `${workspace} ${place}`, people }) });
  }, [workspace, place]);
  return here.key === key ? here.people : NOBODY;
}

import { useMemo, useState } from 'react';

export interface ScreenParams {
  names: string[];
  /** Values that somebody typed; the server chooses the others. */
  given: Record<string, string>;
  set: (name: string, value: string) => void;
}

/** The parameters of a screen's path, with values to draw it with. */
export function useScreenParams(path: string): ScreenParams {
  const [given, setGiven] = useState<Record<string, string>>({});
  return useMemo(
    () => ({
      names: [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? ''),
      given,
      set: (name, value) => setGiven((was) => Object.fromEntries(Object.entries({ ...was, [name]: value }).filter(([, one]) => one !== ''))),
    }),
    [path, given],
  );
}

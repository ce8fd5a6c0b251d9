import { useMemo, useState } from 'react';
import { isObject, pathOf, type ScreenDefinition } from './document/types';

export interface ScreenParams {
  names: string[];
  /** Values that somebody typed; the server chooses the others. */
  given: Record<string, string>;
  set: (name: string, value: string) => void;
}

/** What a screen or module is drawn with: the parameters of a path, or settings, with values for them. */
export function useScreenParams(names: readonly string[]): ScreenParams {
  const [given, setGiven] = useState<Record<string, string>>({});
  return useMemo(
    () => ({
      names: [...names],
      given,
      set: (name, value) => setGiven((was) => Object.fromEntries(Object.entries({ ...was, [name]: value }).filter(([, one]) => one !== ''))),
    }),
    [names, given],
  );
}

/** The parameters of a path, or the settings of a module. */
export function namesToSay(doc: ScreenDefinition): string[] {
  const settings = doc['settings'];
  if (Array.isArray(settings)) return settings.flatMap((one) => (isObject(one) && typeof one['name'] === 'string' ? [one['name']] : []));
  return [...pathOf(doc).matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '');
}

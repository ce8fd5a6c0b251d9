import { roleName } from '@/roles/roleName';

/** A permanent name for something with this title, not among those taken; `fallback` where nothing of it can be used. */
export function nameFor(title: string, taken: readonly string[], fallback: string): string {
  const name = roleName(title, []);
  return roleName(name === 'role' && !/^role$/i.test(title.trim()) ? fallback : title, taken);
}

/** The address of a screen with this title: `Open orders` becomes `/open-orders`. */
export const pathFor = (title: string): string => (title.trim() === '' ? '/' : `/${nameFor(title, [], 'screen').replaceAll('_', '-')}`);

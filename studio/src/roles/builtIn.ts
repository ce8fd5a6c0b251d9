import type { Role } from '@/api/types';
import { text } from '@/text';

const words = text.roles;

/** Roles that hold every right there is: nothing can be set about them. */
export const isStrong = (name: string): name is 'admin' | 'power' => name === 'admin' || name === 'power';

const hasNote = (name: string): name is 'basic' | 'public' => name === 'basic' || name === 'public';

/** The line below a role's title. */
export function aboutOf({ name, description }: Pick<Role, 'name' | 'description'>): string {
  if (isStrong(name)) return words.strong[name];
  return hasNote(name) ? words.builtInNote[name] : (description ?? '');
}

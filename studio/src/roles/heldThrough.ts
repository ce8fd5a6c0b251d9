import type { Grant, Role } from '@/api/types';
import { isTable, type RoleDraft } from './roleDraft';

export interface HeldGrant {
  grant: Grant;
  role: Pick<Role, 'name' | 'title'>;
}

const BUILT_IN = ['admin', 'power', 'basic', 'public'];

/** Whether a grant on `pattern` is about `table`. */
export const covers = (pattern: string, table: string) => pattern === '*' || pattern === table || (pattern.endsWith('.*') && table.startsWith(pattern.slice(0, -1)));

/** Everything the role holds of others, nearest first; the built-in ones hold the weaker ones. */
export function heldRoles(inherits: readonly string[], roles: readonly Role[]): Role[] {
  const found: Role[] = [];
  const todo = [...inherits];
  for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
    const role = roles.find((one) => one.name === name);
    if (role === undefined || found.includes(role)) continue;
    found.push(role);
    const weaker = BUILT_IN[BUILT_IN.indexOf(name) + 1];
    todo.push(...role.inherits, ...(BUILT_IN.includes(name) && weaker !== undefined ? [weaker] : []));
  }
  return found;
}

/** Grants of other roles, and of wider rules of this one, that are about a table too. */
export function heldThrough(draft: RoleDraft, roles: readonly Role[], table: string): HeldGrant[] {
  const own = draft.grants.filter((grant) => isTable(grant) && grant.table !== table && covers(grant.table, table));
  const theirs = heldRoles(draft.inherits, roles).flatMap((role) => role.grants.filter((grant) => isTable(grant) && covers(grant.table, table)).map((grant) => ({ grant, role })));
  return [...own.map((grant) => ({ grant, role: { name: '', title: draft.title } })), ...theirs];
}

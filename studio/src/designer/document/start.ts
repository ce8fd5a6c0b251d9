import { isObject, type Json, type NodeDefinition } from './types';

/** The names that only the screen knows, for what a new component begins with. */
export interface Names {
  table: string | undefined;
  column: string | undefined;
  component: string | undefined;
}

/** What a kind begins with, its `$table`, `$column` and `$component` replaced; unknown ones become empty. */
export function startWith(start: Json, names: Names): NodeDefinition {
  const filled = (value: Json): Json => {
    if (value === '$table') return names.table ?? '';
    if (value === '$column') return names.column ?? '';
    if (value === '$component') return names.component ?? '';
    if (Array.isArray(value)) return value.map(filled);
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item)])) : value;
  };
  return filled(start) as NodeDefinition;
}

/** The table a component is about: its own, or that of the nearest one around it. */
export function tableOf(value: Json | undefined): string | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value['table'] === 'string' && value['table'] !== '') return value['table'];
  return isObject(value['rows']) ? tableOf(value['rows']) : undefined;
}

export function tableAround(doc: Json, path: readonly (string | number)[]): string | undefined {
  let current: Json | undefined = doc;
  let found: string | undefined;
  for (const part of path) {
    current = Array.isArray(current) && typeof part === 'number' ? current[part] : isObject(current) && typeof part === 'string' ? current[part] : undefined;
    found = tableOf(current) ?? found;
  }
  return found;
}

/** The first component that shows rows, and its table. */
export function rowsShown(value: Json | undefined): { id: string | undefined; table: string } | undefined {
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = rowsShown(item);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const table = typeof value['kind'] === 'string' ? tableOf(value) : undefined;
  if (table !== undefined) return { id: typeof value['id'] === 'string' ? value['id'] : undefined, table };
  return rowsShown(Object.values(value));
}

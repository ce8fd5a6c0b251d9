import { isNode, isObject, type Json, type JsonObject, type ScreenDefinition } from './types';

const QUIET = new Set(['id', 'show_if', 'access', 'description', 'parent']);

/** A definition as the server answers it, without what only says that nothing was said. */
export function tidyScreen(definition: JsonObject): ScreenDefinition {
  const kept = Object.entries(definition).flatMap(([key, value]): [string, Json][] => {
    if (value === null && QUIET.has(key)) return [];
    if (key === 'state' && isObject(value) && Object.keys(value).length === 0) return [];
    if (key === 'width' && value === 'normal') return [];
    if (key === 'content' && Array.isArray(value)) return value.length === 0 ? [] : [[key, value.map(tidyNode)]];
    return [[key, value]];
  });
  return Object.fromEntries(kept) as ScreenDefinition;
}

const tidyNode = (node: Json): Json => (isNode(node) ? Object.fromEntries(Object.entries(node).filter(([key, value]) => !(value === null && QUIET.has(key)))) : node);

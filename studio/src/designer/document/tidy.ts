import { isNode, isObject, type Json, type JsonObject, type ScreenDefinition } from './types';

const QUIET = new Set(['id', 'show_if', 'access', 'only_on', 'description', 'parent']);

/** A definition as the server answers it, without what only says that nothing was said. */
export function tidyScreen(definition: JsonObject): ScreenDefinition {
  const kept = Object.entries(definition).flatMap(([key, value]): [string, Json][] => (value === null || isNothing(key, value) ? [] : [[key, tidied(key, value)]]));
  return Object.fromEntries(kept) as ScreenDefinition;
}

const LISTS = new Set(['content', 'settings']);

const isNothing = (key: string, value: Json): boolean => {
  if (key === 'state') return isObject(value) && Object.keys(value).length === 0;
  return LISTS.has(key) ? Array.isArray(value) && value.length === 0 : key === 'width' && value === 'normal';
};

function tidied(key: string, value: Json): Json {
  if (!LISTS.has(key) || !Array.isArray(value)) return value;
  return value.map(key === 'content' ? tidyNode : tidySetting);
}

const tidyNode = (node: Json): Json => (isNode(node) ? Object.fromEntries(Object.entries(node).filter(([key, value]) => !(value === null && QUIET.has(key)))) : node);

/** What a module is told, without what it is anyway. */
const tidySetting = (setting: Json): Json => (isObject(setting) ? Object.fromEntries(Object.entries(setting).filter(([key, value]) => value !== null && !isUsual(key, value))) : setting);

const USUAL: JsonObject = { type: 'text', required: false };
const isUsual = (key: string, value: Json): boolean => value === USUAL[key] || (Array.isArray(value) && value.length === 0);

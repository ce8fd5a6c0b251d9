import { afterRemoval, isWithin, listOf, samePath } from './path';
import { isNode, isObject, type Json, type JsonObject, type NodeDefinition, type Path, type SlotsOf } from './types';

/** A changed document, and where what was changed stands now. */
export interface Edited<Doc> {
  doc: Doc;
  path: Path;
}

/** The value at a place; undefined where there is none. */
export function getAt(value: Json | undefined, path: Path): Json | undefined {
  let current = value;
  for (const part of path) {
    if (Array.isArray(current) && typeof part === 'number') current = current[part];
    else if (isObject(current) && typeof part === 'string') current = current[part];
    else return undefined;
  }
  return current;
}

export function nodeAt(doc: Json, path: Path): NodeDefinition | undefined {
  const found = getAt(doc, path);
  return isNode(found) ? found : undefined;
}

/** The component a place belongs to: the nearest one around it, or the screen. */
export function componentAt(doc: Json, path: Path): Path {
  for (let length = path.length; length > 0; length -= 1) {
    if (nodeAt(doc, path.slice(0, length)) !== undefined) return path.slice(0, length);
  }
  return [];
}

/** The document with another value at a place; undefined takes the key out. What is around it is made where missing. */
export function setAt<Doc extends JsonObject>(doc: Doc, path: Path, value: Json | undefined): Doc {
  return put(doc, path, value) as Doc;
}

function put(current: Json | undefined, path: Path, value: Json | undefined): Json | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (typeof part === 'number') {
    const list = Array.isArray(current) ? current : [];
    const next = put(list[part], rest, value);
    if (next === undefined) return list.filter((_, at) => at !== part);
    return part < list.length ? list.map((item, at) => (at === part ? next : item)) : [...list, next];
  }
  const object = isObject(current) ? current : {};
  const next = put(object[part], rest, value);
  if (next !== undefined) return { ...object, [part]: next };
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== part));
}

const itemsAt = (doc: Json, list: Path): Json[] => {
  const found = getAt(doc, list);
  return Array.isArray(found) ? found : [];
};

/** A list of nothing is not written down. */
const putItems = <Doc extends JsonObject>(doc: Doc, list: Path, items: Json[]): Doc => setAt(doc, list, items.length === 0 ? undefined : items);

/** Put a component into a list, at `index` or at its end. */
export function insertNode<Doc extends JsonObject>(doc: Doc, list: Path, index: number, node: NodeDefinition): Edited<Doc> {
  const items = itemsAt(doc, list);
  const at = Math.max(0, Math.min(index, items.length));
  return { doc: putItems(doc, list, [...items.slice(0, at), node, ...items.slice(at)]), path: [...list, at] };
}

/** Take a component out. The place answered is the one to look at next: its neighbour, or what it stood in. */
export function removeNode<Doc extends JsonObject>(doc: Doc, path: Path): Edited<Doc> {
  const { list, index } = listOf(path);
  const items = itemsAt(doc, list).filter((_, at) => at !== index);
  const next = Math.min(index, items.length - 1);
  return { doc: putItems(doc, list, items), path: next < 0 ? list.slice(0, -1) : [...list, next] };
}

/** Take a component to `index` of another list (counted before it is taken out); null when that lies inside it. */
export function moveNode<Doc extends JsonObject>(doc: Doc, path: Path, list: Path, index: number): Edited<Doc> | null {
  const node = nodeAt(doc, path);
  if (node === undefined || isWithin(list, path)) return null;
  const from = listOf(path);
  const target = afterRemoval(list, path) ?? list;
  const at = samePath(from.list, list) && index > from.index ? index - 1 : index;
  return insertNode(removeNode(doc, path).doc, target, at, node);
}

/** A copy of a component right after it; ids stay unique. */
export function duplicateNode<Doc extends JsonObject>(doc: Doc, path: Path): Edited<Doc> | null {
  const node = nodeAt(doc, path);
  if (node === undefined) return null;
  const { list, index } = listOf(path);
  return insertNode(doc, list, index + 1, withFreshIds(doc, node));
}

/** Put a component into a new one, at the end of its slot. */
export function wrapNode<Doc extends JsonObject>(doc: Doc, path: Path, around: NodeDefinition, slot: string): Edited<Doc> | null {
  const node = nodeAt(doc, path);
  if (node === undefined) return null;
  const inside = around[slot];
  return { doc: setAt(doc, path, { ...around, [slot]: [...(Array.isArray(inside) ? inside : []), node] }), path };
}

/** Put the children of a component in its place; null when it has none. */
export function unwrapNode<Doc extends JsonObject>(doc: Doc, path: Path, slotsOf: SlotsOf): Edited<Doc> | null {
  const node = nodeAt(doc, path);
  if (node === undefined) return null;
  const children = slotsOf(node.kind).flatMap((slot) => itemsAt(node, [slot]));
  if (children.length === 0) return null;
  const { list, index } = listOf(path);
  const items = itemsAt(doc, list);
  return { doc: putItems(doc, list, [...items.slice(0, index), ...children, ...items.slice(index + 1)]), path };
}

/** Every id that components of a document have. */
export function idsIn(value: Json | undefined, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) value.forEach((item) => idsIn(item, found));
  else if (isObject(value)) {
    if (isNode(value) && typeof value['id'] === 'string') found.add(value['id']);
    Object.values(value).forEach((item) => idsIn(item, found));
  }
  return found;
}

/** Which settings of a component or step name other components. */
export type RefersBy = (value: JsonObject) => readonly string[];

const byNothing: RefersBy = () => [];

/** A component whose ids, and those inside it, are not taken in the document: `list` becomes `list_2`. */
export const withFreshIds = (doc: Json, node: NodeDefinition, refersBy: RefersBy = byNothing): NodeDefinition => allWithFreshIds(doc, [node], refersBy)[0] ?? node;

/** The same of several that come together: what one of them says of another is said of the copy. */
export function allWithFreshIds(doc: Json, nodes: readonly NodeDefinition[], refersBy: RefersBy = byNothing): NodeDefinition[] {
  const taken = idsIn(doc);
  const moved = new Map<string, string>();
  const fresh = (id: string): string => {
    const base = id.replace(/_\d+$/, '');
    let number = 2;
    while (taken.has(`${base}_${number}`)) number += 1;
    return `${base}_${number}`;
  };
  const renamed = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(renamed);
    if (!isObject(value)) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item)]));
    if (!isNode(copy) || typeof copy['id'] !== 'string') return copy;
    const id = taken.has(copy['id']) ? fresh(copy['id']) : copy['id'];
    taken.add(id);
    if (id !== copy['id']) moved.set(copy['id'], id);
    return { ...copy, id };
  };
  const fresher = nodes.map(renamed);
  return (moved.size === 0 ? fresher : fresher.map((node) => referring(node, moved, refersBy))) as NodeDefinition[];
}

/** A value in which what names components names others. */
function referring(value: Json, moved: ReadonlyMap<string, string>, refersBy: RefersBy): Json {
  if (Array.isArray(value)) return value.map((item) => referring(item, moved, refersBy));
  if (!isObject(value)) return value;
  const keys = refersBy(value);
  const named = (item: Json): Json => (typeof item === 'string' ? (moved.get(item) ?? item) : item);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Json] => {
      if (keys.includes(key)) return [key, Array.isArray(item) ? item.map(named) : named(item)];
      return [key, referring(item, moved, refersBy)];
    }),
  );
}

import { allWithFreshIds, getAt, insertNode, nodeAt, removeNode, setAt, type RefersBy } from './edit';
import { afterRemoval, dotted, isWithin, listOf, samePath } from './path';
import type { Json, JsonObject, NodeDefinition, Path } from './types';

/** A changed document, and where the components it was about stand now. */
export interface EditedSeveral<Doc> {
  doc: Doc;
  paths: Path[];
}

function comesBefore(one: Path, other: Path): number {
  const at = one.findIndex((part, index) => part !== other[index]);
  if (at < 0 || at >= other.length) return one.length - other.length;
  const [a, b] = [one[at], other[at]];
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b));
}

/** Components in the order of the document, each once, without those that stand in another of them. */
export function topmost(paths: readonly Path[]): Path[] {
  const kept: Path[] = [];
  for (const path of [...paths].sort(comesBefore)) {
    const last = kept.at(-1);
    if (last === undefined || !isWithin(path, last)) kept.push(path);
  }
  return kept;
}

const nodesAt = (doc: Json, paths: readonly Path[]): NodeDefinition[] => paths.flatMap((path) => nodeAt(doc, path) ?? []);

function insertAll<Doc extends JsonObject>(doc: Doc, list: Path, index: number, nodes: readonly NodeDefinition[]): EditedSeveral<Doc> {
  const paths: Path[] = [];
  let current = doc;
  nodes.forEach((node, offset) => {
    const edited = insertNode(current, list, index + offset, node);
    current = edited.doc;
    paths.push(edited.path);
  });
  return { doc: current, paths };
}

/** Take components out. The place answered is the one to look at next. */
export function removeNodes<Doc extends JsonObject>(doc: Doc, paths: readonly Path[]): EditedSeveral<Doc> {
  return topmost(paths).reduceRight<EditedSeveral<Doc>>(
    (was, path) => {
      const edited = removeNode(was.doc, path);
      return { doc: edited.doc, paths: [edited.path] };
    },
    { doc, paths: [] },
  );
}

/** Take components to `index` of a list (counted before they are taken out); null when that lies inside one of them. */
export function moveNodes<Doc extends JsonObject>(doc: Doc, paths: readonly Path[], list: Path, index: number): EditedSeveral<Doc> | null {
  const chosen = topmost(paths);
  const nodes = nodesAt(doc, chosen);
  if (nodes.length === 0 || chosen.some((path) => isWithin(list, path))) return null;
  let [current, target, at] = [doc, list, index];
  for (const path of chosen.toReversed()) {
    const from = listOf(path);
    if (samePath(from.list, target)) at -= from.index < at ? 1 : 0;
    else target = afterRemoval(target, path) ?? target;
    current = removeNode(current, path).doc;
  }
  return insertAll(current, target, at, nodes);
}

/** Copies of components: of those in one list together, after the last of them. */
export function duplicateNodes<Doc extends JsonObject>(doc: Doc, paths: readonly Path[], refersBy?: RefersBy): EditedSeveral<Doc> {
  const chosen = topmost(paths);
  const lasts = new Map(chosen.map((path) => [dotted(listOf(path).list), path]));
  const places = [...lasts].map(([list, last]) => ({ last, group: chosen.filter((path) => dotted(listOf(path).list) === list) }));
  let made: EditedSeveral<Doc> = { doc, paths: [] };
  for (const { group, last } of places.sort((one, other) => comesBefore(other.last, one.last))) {
    const { list, index } = listOf(last);
    const nodes = allWithFreshIds(made.doc, nodesAt(doc, group), refersBy);
    const edited = insertAll(made.doc, list, index + 1, nodes);
    made = { doc: edited.doc, paths: [...edited.paths, ...made.paths.map((path) => afterInsertion(path, list, index + 1, nodes.length))] };
  }
  return { doc: made.doc, paths: topmost(made.paths) };
}

function afterInsertion(path: Path, list: Path, index: number, count: number): Path {
  const at = path[list.length];
  return isWithin(path, list) && typeof at === 'number' && at >= index ? [...list, at + count, ...path.slice(list.length + 1)] : path;
}

/** Put components into a new one, which stands where the first of them stood. */
export function wrapNodes<Doc extends JsonObject>(doc: Doc, paths: readonly Path[], around: NodeDefinition, slot: string): EditedSeveral<Doc> | null {
  const chosen = topmost(paths);
  const [first] = chosen;
  if (first === undefined) return null;
  const { list, index } = listOf(first);
  return insertAll(removeNodes(doc, chosen).doc, list, index, [{ ...around, [slot]: nodesAt(doc, chosen) }]);
}

/** Put others in the place of components; their ids differ from those that stay. */
export function replaceNodes<Doc extends JsonObject>(doc: Doc, paths: readonly Path[], nodes: readonly NodeDefinition[], refersBy?: RefersBy): EditedSeveral<Doc> | null {
  const chosen = topmost(paths);
  const [first] = chosen;
  if (first === undefined) return null;
  const { list, index } = listOf(first);
  const kept = removeNodes(doc, chosen).doc;
  return insertAll(kept, list, index, allWithFreshIds(kept, nodes, refersBy));
}

/** Each one step on among its neighbours; null when they stand in several lists, or are at the end of theirs. */
export function stepNodes<Doc extends JsonObject>(doc: Doc, paths: readonly Path[], by: -1 | 1): EditedSeveral<Doc> | null {
  const chosen = topmost(paths).map(listOf);
  const list = chosen[0]?.list;
  const items = list === undefined ? undefined : getAt(doc, list);
  if (list === undefined || !Array.isArray(items) || chosen.some((one) => !samePath(one.list, list))) return null;
  const taken = new Set(chosen.map((one) => one.index));
  const next = [...items];
  const moved = (by < 0 ? chosen : chosen.toReversed()).map(({ index }) => {
    const to = index + by;
    const [item, other] = [next[index], next[to]];
    if (item === undefined || other === undefined || taken.has(to)) return index;
    [next[index], next[to]] = [other, item];
    taken.delete(index);
    taken.add(to);
    return to;
  });
  if (moved.every((index) => chosen.some((one) => one.index === index))) return null;
  return { doc: setAt(doc, list, next), paths: moved.toSorted((a, b) => a - b).map((index) => [...list, index]) };
}

/** The value at the same place of several components; undefined where it differs. */
export const sharedAt = (nodes: readonly NodeDefinition[], key: string): Json | undefined => {
  const [first, ...others] = nodes.map((node) => node[key]);
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : undefined;
};

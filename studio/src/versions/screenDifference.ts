import { isNode, type Json, type JsonObject, type NodeDefinition, type Path } from '@/designer/document/types';
import { same } from '@/ui/same';

export interface Mark {
  path: Path;
  what: 'added' | 'removed' | 'changed';
}

/** Which components of two states of a screen differ: in the old one what is gone or changed, in the new one what came or changed. */
export function screenDifference(before: JsonObject | null, after: JsonObject | null): { before: Mark[]; after: Mark[] } {
  const found = { before: [] as Mark[], after: [] as Mark[] };
  if (before === null || after === null) return found;
  compareLists(before, [], after, [], found);
  return found;
}

type Found = ReturnType<typeof screenDifference>;
interface Place {
  node: NodeDefinition;
  path: Path;
}

/** The lists of components in two things that are the same component, or the screen. */
function compareLists(old: JsonObject, oldAt: Path, fresh: JsonObject, freshAt: Path, found: Found): void {
  for (const slot of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
    const [ones, others] = [placesIn(old[slot], [...oldAt, slot]), placesIn(fresh[slot], [...freshAt, slot])];
    if (ones.length === 0 && others.length === 0) continue;
    const { pairs, gone, come } = paired(ones, others);
    for (const [one, other] of pairs) {
      if (!same(bare(one.node), bare(other.node))) {
        found.before.push({ path: one.path, what: 'changed' });
        found.after.push({ path: other.path, what: 'changed' });
      }
      compareLists(one.node, one.path, other.node, other.path, found);
    }
    found.before.push(...gone.map(({ path }) => ({ path, what: 'removed' as const })));
    found.after.push(...come.map(({ path }) => ({ path, what: 'added' as const })));
  }
}

const isSlot = (value: Json | undefined): value is NodeDefinition[] => Array.isArray(value) && value.length > 0 && value.every((item) => isNode(item));
const placesIn = (value: Json | undefined, at: Path): Place[] => (isSlot(value) ? value.map((node, index) => ({ node, path: [...at, index] })) : []);

/** A component without what it holds. */
const bare = (node: NodeDefinition): JsonObject => Object.fromEntries(Object.entries(node).filter(([, value]) => !isSlot(value)));

/** Those of the same name are the same; then those that are alike; then, in order, those of the same kind. */
function paired(ones: Place[], others: Place[]): { pairs: [Place, Place][]; gone: Place[]; come: Place[] } {
  const pairs: [Place, Place][] = [];
  let [gone, come] = [ones, others];
  for (const alike of [named, equal, ofOneKind]) {
    for (const one of gone) {
      const other = come.find((candidate) => alike(one.node, candidate.node));
      if (other === undefined) continue;
      pairs.push([one, other]);
      come = come.filter((candidate) => candidate !== other);
    }
    const taken = new Set(pairs.map(([one]) => one));
    gone = gone.filter((one) => !taken.has(one));
  }
  return { pairs, gone, come };
}

const named = (one: NodeDefinition, other: NodeDefinition) => one['id'] !== undefined && one['id'] === other['id'] && one.kind === other.kind;
const equal = (one: NodeDefinition, other: NodeDefinition) => same(one, other);
const ofOneKind = (one: NodeDefinition, other: NodeDefinition) => one.kind === other.kind && one['id'] === undefined && other['id'] === undefined;

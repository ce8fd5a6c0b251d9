import { isNode, type Json, type JsonObject, type NodeDefinition, type Path } from '@/designer/document/types';
import { same } from '@/ui/same';

export interface Mark {
  path: Path;
  what: 'added' | 'removed' | 'changed' | 'moved';
}

/** Which components of two states of a screen differ: in the old one what is gone, changed or stood elsewhere, in the new one what came, changed or stands elsewhere. */
export function screenDifference(before: JsonObject | null, after: JsonObject | null): { before: Mark[]; after: Mark[] } {
  const found: Found = { before: [], after: [], gone: [], come: [] };
  if (before === null || after === null) return { before: [], after: [] };
  compareLists(before, [], after, [], found);
  settle(found);
  return { before: found.before, after: found.after };
}

interface Found {
  before: Mark[];
  after: Mark[];
  /** What is in one list no more, and what is in one now: the same component where it went to another one. */
  gone: Place[];
  come: Place[];
}

/** What went from one list and came to another was moved; the rest is gone, or new. */
function settle({ before, after, gone, come }: Found): void {
  let left = come;
  for (const one of gone) {
    const other = left.find((candidate) => named(one.node, candidate.node) || equal(one.node, candidate.node));
    before.push({ path: one.path, what: other === undefined ? 'removed' : 'moved' });
    if (other !== undefined) after.push({ path: other.path, what: 'moved' });
    left = left.filter((candidate) => candidate !== other);
  }
  after.push(...left.map(({ path }) => ({ path, what: 'added' as const })));
}
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
    const stay = new Set(inOrder(pairs, others));
    for (const [one, other] of pairs) {
      // One mark for each: what changed is looked at there, wherever it stands now.
      const what = !same(bare(one.node), bare(other.node)) ? 'changed' : stay.has(other) ? null : 'moved';
      if (what !== null) {
        found.before.push({ path: one.path, what });
        found.after.push({ path: other.path, what });
      }
      compareLists(one.node, one.path, other.node, other.path, found);
    }
    found.gone.push(...gone);
    found.come.push(...come);
  }
}

/** Of pairs in one list those that can be said to have stayed, as many as possible: their order is what it was. */
function inOrder(pairs: [Place, Place][], others: Place[]): Place[] {
  const ordered = [...pairs].sort(([one], [two]) => Number(one.path.at(-1)) - Number(two.path.at(-1))).map(([, other]) => other);
  const longest: Place[][] = [];
  for (const place of ordered) {
    const at = others.indexOf(place);
    const before = longest.filter((run) => others.indexOf(run.at(-1) ?? place) < at).reduce<Place[]>((best, run) => (run.length > best.length ? run : best), []);
    longest.push([...before, place]);
  }
  return longest.reduce<Place[]>((best, run) => (run.length > best.length ? run : best), []);
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

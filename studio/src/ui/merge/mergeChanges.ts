import { same } from '../same';

/** A property that two people changed differently since both began from `base`. What is not there is undefined. */
export interface Clash {
  /** Keys from the outside in; a thing in a list goes by its name. */
  path: string[];
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

export interface Merged<T> {
  merged: T;
  clashes: Clash[];
}

/** A clash in one word, to remember what was chosen for it. */
export const clashKey = ({ path }: Pick<Clash, 'path'>): string => JSON.stringify(path);

/** What a thing of a list is called for good; null where it has no name, and then it is known by its place. */
export type NameOfItem = (item: Record<string, unknown>, path: readonly string[]) => string | null;

const NAMES = ['id', 'name'] as const;
const byIdOrName: NameOfItem = (item) => {
  const found = NAMES.map((key) => item[key]).find((value) => typeof value === 'string' && value !== '');
  return typeof found === 'string' ? found : null;
};

/**
 * Both people's changes since `base`, property by property. Where both changed the same one differently, mine stands
 * unless `chosen` holds its `clashKey`, which takes theirs.
 */
export function mergeChanges<T>(base: T, mine: T, theirs: T, { chosen = new Set(), nameOf = byIdOrName }: { chosen?: ReadonlySet<string>; nameOf?: NameOfItem } = {}): Merged<T> {
  const clashes: Clash[] = [];

  const either = (path: string[], was: unknown, here: unknown, there: unknown): unknown => {
    if (alike(here, there) || alike(was, there)) return here;
    if (alike(was, here)) return there;
    if (isRecord(here) && isRecord(there)) return records(path, isRecord(was) ? was : {}, here, there);
    return joined(path, was, here, there) ?? clash({ path, base: was, mine: here, theirs: there });
  };

  const clash = (found: Clash): unknown => {
    clashes.push(found);
    return chosen.has(clashKey(found)) ? found.theirs : found.mine;
  };

  const joined = (path: string[], was: unknown, here: unknown, there: unknown) => (Array.isArray(here) && Array.isArray(there) ? lists(path, Array.isArray(was) ? was : [], here, there) : null);

  const records = (path: string[], was: Record<string, unknown>, here: Record<string, unknown>, there: Record<string, unknown>) => {
    const keys = new Set([...Object.keys(here), ...Object.keys(there)]);
    const found = [...keys].map((key) => [key, either([...path, key], was[key], here[key], there[key])] as const);
    return Object.fromEntries(found.filter(([, value]) => value !== undefined));
  };

  const lists = (path: string[], was: unknown[], here: unknown[], there: unknown[]): unknown[] | null => {
    const own = (item: unknown) => (isRecord(item) ? nameOf(item, path) : typeof item === 'string' || typeof item === 'number' ? String(item) : null);
    const names = was.map((item, place) => own(item) ?? placeName(item, place));
    const [before, mine, theirs] = [byName(was, names), byName(here, alignedNames(was, names, here, own, 'a')), byName(there, alignedNames(was, names, there, own, 'b'))];
    if (before === null || mine === null || theirs === null) return null;
    const found = new Map<string, unknown>();
    for (const name of orderOf([...before.keys()], [...mine.keys()], [...theirs.keys()])) {
      const value = either([...path, name], before.get(name), mine.get(name), theirs.get(name));
      if (value !== undefined) found.set(name, value);
    }
    return [...found.values()];
  };

  return { merged: either([], base, mine, theirs) as T, clashes };
}

/** The things of a list by their names. Null where two are alike. */
function byName(list: unknown[], names: string[]): Map<string, unknown> | null {
  const found = new Map(list.map((item, place) => [names[place] ?? '', item]));
  return found.size === list.length ? found : null;
}

/** What a thing without a name of its own goes by: `heading 2` for a component. */
const placeName = (item: unknown, place: number): string => `${sortOf(item)} ${place + 1}`.trim();
const sortOf = (item: unknown): string => (isRecord(item) && typeof item['kind'] === 'string' ? item['kind'] : '');

/**
 * The names of things as they stand now. Those without one are what they were in `was`: first whatever says the same, in
 * order, then between these what is of the same sort. The rest is new, and named after `side`.
 */
function alignedNames(was: unknown[], names: string[], now: unknown[], own: (item: unknown) => string | null, side: string): string[] {
  const before = was.map((item, place) => ({ item, name: names[place] ?? '' })).filter(({ item }) => own(item) === null);
  const after = now.map((item, place) => ({ item, place })).filter(({ item }) => own(item) === null);
  const found = new Map<number, string>();
  const pair = (from: number, to: number, start: number, end: number, alike: (one: unknown, other: unknown) => boolean) => {
    let at = start;
    for (let place = from; place < to; place += 1) {
      const there = after.findIndex(({ item, place: now }, index) => index >= at && index < end && !found.has(now) && alike(before[place]?.item, item));
      if (there === -1) continue;
      found.set(after[there]?.place ?? -1, before[place]?.name ?? '');
      at = there + 1;
    }
  };
  pair(0, before.length, 0, after.length, same);
  const anchors = after.flatMap(({ place }, index) => {
    const at = before.findIndex(({ name }) => name === found.get(place));
    return at === -1 ? [] : [[at, index] as const];
  });
  [...anchors, [before.length, after.length] as const].reduce<readonly [number, number]>(
    ([from, start], [to, end]) => {
      pair(from, to, start, end, (one, other) => sortOf(one) === sortOf(other));
      return [to + 1, end + 1];
    },
    [0, 0],
  );
  return now.map((item, place) => own(item) ?? found.get(place) ?? `${placeName(item, place)}${side}`);
}

/** Every name once. Whoever moved something gave the order; what only the other has stands behind what it stood behind. */
function orderOf(base: string[], mine: string[], theirs: string[]): string[] {
  const kept = (list: string[], among: string[]) => list.filter((name) => among.includes(name));
  const isMoved = !same(kept(mine, base), kept(base, mine));
  const [first, second] = isMoved ? [mine, theirs] : [theirs, mine];
  const order = [...first];
  second.forEach((name, place) => {
    if (order.includes(name)) return;
    const after = second.slice(0, place).findLast((one) => order.includes(one));
    order.splice(after === undefined ? 0 : order.indexOf(after) + 1, 0, name);
  });
  return order;
}

const alike = (one: unknown, other: unknown): boolean => same(one ?? null, other ?? null);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

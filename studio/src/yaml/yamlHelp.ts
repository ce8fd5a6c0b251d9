import type { JsonSchema } from '@/api/types';

/** What a definition may hold: the schema of its file, and the settings of the kinds that stand in it. */
export interface Known {
  schema: JsonSchema;
  components: ReadonlyMap<string, JsonSchema>;
  actions: ReadonlyMap<string, JsonSchema>;
  /** The settings of things that say their `kind` beside `settings`, by where they stand: `columns/[]`, or nothing for the whole file. */
  kinds: ReadonlyMap<string, ReadonlyMap<string, JsonSchema>>;
}

export interface Suggestion {
  label: string;
  /** Whether it is followed by a value. */
  isKey: boolean;
  about: string;
}

/** Where a text is being written: the keys around it (`[]` for a thing of a list), what is said beside it, and the value's key. */
export interface Writing {
  path: string[];
  beside: ReadonlyMap<string, string>;
  /** What is said beside each key of the path, from within to without. */
  around: readonly ReadonlyMap<string, string>[];
  key: string | null;
  /** What of the word is there already. */
  typed: string;
}

const LINE = /^(?<space>\s*)(?<dashes>(?:- +)*)(?:(?<key>[\w-]+):(?: +(?<value>.*))?)?(?<rest>.*)$/;
const NO_BLOCK = /[{}[\]#'"]/;

interface Line {
  /** The columns of the dashes before what is said. */
  dashes: number[];
  column: number;
  key: string | null;
  said: string;
}

function read(text: string): Line | null {
  const found = LINE.exec(text)?.groups;
  if (found === undefined) return null;
  const { space = '', dashes = '', key = null, value = '', rest = '' } = found as Partial<Record<string, string>>;
  return { dashes: [...dashes.matchAll(/-/g)].map(({ index }) => space.length + index), column: space.length + dashes.length, key, said: key === null ? rest : value };
}

/** A value without the quotes around it and the comment behind it. */
const plain = (said: string): string => said.replace(/(^|\s)#.*$/, '').trim().replace(/^(['"])(.*)\1$/, '$2');

/** The way from a line up to the first one, past everything that is not around it. */
class Climb {
  readonly path: string[] = [];
  /** What is said at each depth, that of the writing first. */
  private readonly said = new Map<number, Map<string, string>>();
  private isInList = false;

  constructor(private column: number) {}

  at(depth: number): ReadonlyMap<string, string> {
    return this.said.get(depth) ?? new Map();
  }

  private note(key: string, said: string): void {
    const here = this.said.get(this.path.length) ?? new Map<string, string>();
    this.said.set(this.path.length, here.set(key, here.get(key) ?? plain(said)));
  }

  /** Out of the lists whose dashes stand on a line. */
  leave(dashes: readonly number[]): void {
    for (const mark of dashes.toReversed().filter((one) => one < this.column)) {
      this.path.unshift('[]');
      this.column = mark;
      this.isInList = true;
    }
  }

  past({ key, column, dashes, said }: Line): void {
    if (key === null) return;
    if (!this.isInList && column === this.column) {
      this.note(key, said);
      this.leave(dashes);
    } else if (this.isUnder(column, dashes) && said.trim() === '') {
      this.path.unshift(key);
      this.column = column;
      this.isInList = false;
      this.note(key, said);
      this.leave(dashes);
    }
  }

  /** A list may stand at the very column of its key. */
  private isUnder(column: number, dashes: readonly number[]): boolean {
    return this.isInList ? column <= this.column && dashes.length === 0 : column < this.column;
  }
}

/** Where the end of a text stands; null inside what is no block of YAML. */
export function writingAt(text: string): Writing | null {
  const lines = text.split('\n');
  const own = read(lines.pop() ?? '');
  if (own === null || NO_BLOCK.test(own.said)) return null;
  const climb = new Climb(own.column);
  climb.leave(own.dashes);
  for (const line of lines.toReversed()) {
    const found = read(line);
    if (found !== null) climb.past(found);
  }
  return { path: climb.path, beside: climb.at(0), around: climb.path.map((_, depth) => climb.at(depth + 1)), key: own.key, typed: own.said };
}

/** The schemas that may hold at a place: references followed, alternatives side by side. */
function meant(schema: JsonSchema | undefined, root: JsonSchema): JsonSchema[] {
  if (schema === undefined) return [];
  const name = schema.$ref?.replace('#/$defs/', '');
  if (name !== undefined) return meant(root.$defs?.[name], root);
  return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap((one) => meant(one, root));
}

interface Rooted {
  schema: JsonSchema;
  root: JsonSchema;
}

/** A component and a step have the settings of their kind beside their own. */
function withKind({ schema, root }: Rooted, beside: ReadonlyMap<string, string>, known: Known): Rooted[] {
  const settings = schema['x-node'] === true ? known.components.get(beside.get('kind') ?? '') : schema['x-step'] === true ? known.actions.get(beside.get('do') ?? '') : undefined;
  return settings === undefined ? [{ schema, root }] : [{ schema, root }, { schema: settings, root: settings }];
}

/** What may be written at a place: keys that are not there yet, or values. */
export function suggestionsAt({ path, beside, around, key }: Writing, known: Known): Suggestion[] {
  let now: Rooted[] = [{ schema: known.schema, root: known.schema }];
  for (const [place, part] of path.entries()) {
    const settings = part === 'settings' ? known.kinds.get(path.slice(0, place).join('/')) : undefined;
    if (settings !== undefined) {
      const schema = settings.get(around[path.length - 1 - place]?.get('kind') ?? '');
      now = schema === undefined ? [] : [{ schema, root: schema }];
      continue;
    }
    now = now.flatMap(({ schema, root }) => {
      // The kinds of what is around are not known here, so a name is looked for in all of them.
      const all = [{ schema, root }, ...inner(schema, known)];
      return all.flatMap((one) => meant(part === '[]' ? one.schema.items : one.schema.properties?.[part], one.root).map((schema) => ({ schema, root: one.root })));
    });
  }
  const here = now.flatMap((one) => withKind(one, beside, known));
  const kinds = key === 'kind' ? known.kinds.get(path.join('/')) : undefined;
  if (kinds !== undefined) return named(kinds);
  if (key !== null) return unique(here.flatMap(({ schema, root }) => valuesOf(schema, key, root, known)));
  const keys = here.flatMap(({ schema }) => Object.entries(schema.properties ?? {}).filter(([name]) => !beside.has(name)));
  return unique(keys.map(([label, { description }]) => ({ label, isKey: true, about: description ?? '' })));
}

const named = (kinds: ReadonlyMap<string, JsonSchema>): Suggestion[] => [...kinds].map(([label, { description }]) => ({ label, isKey: false, about: description ?? '' }));

const inner = (schema: JsonSchema, known: Known): Rooted[] => {
  const kinds = schema['x-node'] === true ? known.components : schema['x-step'] === true ? known.actions : null;
  return kinds === null ? [] : [...kinds.values()].map((one) => ({ schema: one, root: one }));
};

function valuesOf(schema: JsonSchema, key: string, root: JsonSchema, known: Known): Suggestion[] {
  const kinds = schema['x-node'] === true && key === 'kind' ? known.components : schema['x-step'] === true && key === 'do' ? known.actions : null;
  if (kinds !== null) return named(kinds);
  return meant(schema.properties?.[key], root).flatMap((one) => {
    const values = one.enum ?? (one.type === 'boolean' ? [true, false] : []);
    return values.map((value) => ({ label: String(value), isKey: false, about: '' }));
  });
}

const unique = (found: Suggestion[]): Suggestion[] => [...new Map(found.map((one) => [one.label, one])).values()];

import type { ComponentKind, JsonSchema } from '@/api/types';
import { labelOf } from '@/schema/labels';
import type { Json, NodeDefinition } from './document/types';
import { shapeOf, valueToKeep, type Shape } from './inspector/shape';
import { writeWord } from './inspector/words';

/** The settings by which a component is called and in which it says something, the most telling first. */
const SAYING = ['label', 'title', 'text', 'name'];

/** What a component says of itself. */
export const saidBy = (node: NodeDefinition): string | undefined => SAYING.map((key) => node[key]).find((value): value is string => typeof value === 'string' && value !== '');

/** The words of a component that are edited where they are shown. */
export interface MainText {
  key: string;
  /** The setting and the kind, as people call them. */
  label: string;
  kind: string;
  written: string;
  /** What is written down for these words. */
  kept: (words: string) => Json | undefined;
}

/**
 * The setting in which a component says its words: what it says now, else what it must say, else what it can. Only what
 * the schema of its kind calls text for people (such as takes expressions) is one; a kind without it has none.
 */
export function mainTextOf(node: NodeDefinition | undefined, kinds: ReadonlyMap<string, ComponentKind>): MainText | null {
  const kind = node === undefined ? undefined : kinds.get(node.kind);
  if (node === undefined || kind === undefined) return null;
  const root = kind.settings_schema;
  const key = keyOfWords(node, root);
  const raw = root.properties?.[key];
  if (raw === undefined) return null;
  const isRequired = root.required?.includes(key) ?? false;
  const shape = shapeOf(raw, root);
  const now = node[key] ?? fallbackOf(shape);
  const written = typeof now === 'string' ? now : writeWord(now);
  return { key, label: labelOf(key, raw.title), kind: kind.title, written, kept: (words) => valueToKeep(words === '' && !isRequired ? undefined : words, shape, isRequired) };
}

function keyOfWords(node: NodeDefinition, root: JsonSchema): string {
  const able = SAYING.filter((key) => isWords(root.properties?.[key], root));
  const says = able.find((key) => (node[key] ?? '') !== '');
  return says ?? able.find((key) => root.required?.includes(key)) ?? able[0] ?? '';
}

const fallbackOf = ({ fallback }: Shape): string => (typeof fallback === 'string' ? fallback : '');

function isWords(raw: JsonSchema | undefined, root: JsonSchema): boolean {
  if (raw === undefined) return false;
  const { sort, takesExpression } = shapeOf(raw, root);
  return sort === 'text' && takesExpression;
}

import type { ActionKind, ComponentKind, JsonSchema } from '@/api/types';
import type { RefersBy } from './document/edit';

const namesComponents = (schema: JsonSchema): boolean =>
  Boolean(schema['x-component']) || [...(schema.anyOf ?? []), ...(schema.items === undefined ? [] : [schema.items])].some(namesComponents);

const keysOf = ({ settings_schema: { properties = {} } }: Pick<ComponentKind, 'settings_schema'>): string[] =>
  Object.entries(properties).flatMap(([key, schema]) => (namesComponents(schema) ? [key] : []));

/** Which settings name components, as the kinds of components and actions say. */
export function referencesOf(kinds: readonly ComponentKind[], actions: readonly ActionKind[]): RefersBy {
  const components = new Map(kinds.map((kind) => [kind.kind, keysOf(kind)]));
  const steps = new Map(actions.map((action) => [action.kind, keysOf(action)]));
  return ({ kind, do: what }) => (typeof kind === 'string' ? components.get(kind) : typeof what === 'string' ? steps.get(what) : undefined) ?? [];
}

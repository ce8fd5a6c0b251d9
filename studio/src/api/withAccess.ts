type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A definition whose `access`, or that of one component in it, names another role. */
export function withAccess(definition: Json, component: string | undefined, role: string): Json {
  if (component === undefined) return { ...definition, access: role };
  return walk(definition, component, role) as Json;
}

function walk(value: unknown, component: string, role: string): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, component, role));
  if (!isObject(value)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, component, role)]));
  return 'kind' in value && value['id'] === component ? { ...inner, access: role } : inner;
}

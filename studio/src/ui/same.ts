/** Whether two values of JSON say the same. Keys have no order: the server writes them in its own. What is undefined is not there. */
export function same(one: unknown, other: unknown): boolean {
  // Drafts share with what they began from all that was not changed.
  if (one === other || Object.is(one, other)) return true;
  if (Array.isArray(one)) return Array.isArray(other) && one.length === other.length && one.every((item, at) => same(item ?? null, other[at] ?? null));
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = Object.keys(one).filter((key) => one[key] !== undefined);
  return keys.every((key) => same(one[key], other[key])) && Object.keys(other).every((key) => other[key] === undefined || one[key] !== undefined);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether every word of a query occurs in one of the texts, ignoring case and accents. */
export function matches(query: string, ...texts: (string | null | undefined)[]): boolean {
  const haystack = fold(texts.filter(Boolean).join(' '));
  return fold(query)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

function fold(value: string): string {
  return value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

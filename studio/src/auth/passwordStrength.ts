export const MINIMUM_LENGTH = 12;

export type Strength = 'short' | 'weak' | 'fair' | 'strong';

/**
 * A hint, not a gate: the server decides what it accepts. Length counts most, as in NIST SP 800-63B; repeated and
 * consecutive characters and one's own name or address count for nothing.
 */
export function passwordStrength(password: string, known: string[] = []): Strength {
  if (Array.from(password).length < MINIMUM_LENGTH) return 'short';
  const bits = telling(withoutKnown(password, known)) * Math.log2(alphabet(password));
  if (bits < 50) return 'weak';
  return bits < 80 ? 'fair' : 'strong';
}

function withoutKnown(password: string, known: string[]): string {
  return known
    .flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3)
    .reduce((rest, word) => rest.replaceAll(word, ''), password.toLowerCase());
}

/** Characters that are not a repetition or the next letter of what stands before them. */
function telling(password: string): number {
  const codes = Array.from(password).map((character) => character.codePointAt(0) ?? 0);
  return codes.filter((code, index) => {
    const step = Math.abs(code - (codes[index - 1] ?? -99));
    return step > 1;
  }).length;
}

function alphabet(password: string): number {
  const kinds: [RegExp, number][] = [[/\p{Ll}/u, 26], [/\p{N}/u, 10], [/[^\p{L}\p{N}]/u, 20]];
  return Math.max(2, kinds.reduce((size, [pattern, count]) => size + (pattern.test(password) ? count : 0), 0));
}

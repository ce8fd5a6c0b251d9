import { text } from '@/text';

const words = text.account.tokens;
const DAY_MS = 86_400_000;

/** How long a token may live, in days; empty for ever. */
export const expiryOptions = [
  { value: '7', label: words.days(7) },
  { value: '30', label: words.days(30) },
  { value: '90', label: words.days(90) },
  { value: '365', label: words.year },
  { value: '', label: words.never },
];

/** The moment that a choice means, for the server; null for never. */
export function expiryDate(days: string, now: Date): string | null {
  return days === '' ? null : new Date(now.getTime() + Number(days) * DAY_MS).toISOString();
}

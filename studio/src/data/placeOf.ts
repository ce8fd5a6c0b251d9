import type { Source } from '@/api/types';

/** Where the source is, without anything secret: kind, host, database or file. */
export function placeOf(kind: string, source: Source): string {
  const settings = source.settings ?? {};
  const values = ['host', 'database', 'path', 'file'].map((name) => settings[name]).filter((value): value is string => typeof value === 'string');
  return [kind, ...values].join(' · ');
}

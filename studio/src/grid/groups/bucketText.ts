import type { Manner } from '../values';
import type { Bucket } from './groups';

const QUARTER_MONTHS = 3;

/** A bucket of dates as people say it: a day, a week by its first day, a month, a quarter or a year. Buckets begin by UTC. */
export function bucketText(from: string, bucket: Bucket, { language }: Manner): string {
  const isZoned = /(Z|[+-]\d\d:?\d\d)$/.test(from);
  const day = new Date(from.length === 10 || isZoned ? from : `${from}Z`);
  if (Number.isNaN(day.getTime())) return from;
  const said = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
  switch (bucket) {
    case 'year':
      return String(day.getUTCFullYear());
    case 'quarter':
      return `Q${Math.floor(day.getUTCMonth() / QUARTER_MONTHS) + 1} ${day.getUTCFullYear()}`;
    case 'month':
      return said({ month: 'long', year: 'numeric' }).format(day);
    case 'week': {
      const end = new Date(day);
      end.setUTCDate(end.getUTCDate() + 6);
      return said({ dateStyle: 'medium' }).formatRange(day, end);
    }
    default:
      return said({ dateStyle: 'medium' }).format(day);
  }
}

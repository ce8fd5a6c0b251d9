import { spoken } from '@/text/language';

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** "3 min ago", "in 2 days", "now", in the language of the studio. */
export function relativeTime(moment: Date, now: Date, language = spoken): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  const seconds = (moment.getTime() - now.getTime()) / 1000;
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  return unit === undefined ? format.format(0, 'second') : format.format(Math.trunc(seconds / unit[1]), unit[0]);
}

/** Date, time and zone in full, in the language of the studio and the zone of the browser. */
export function exactTime(moment: Date, language = spoken): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' }).format(moment);
}

/** A number with the separators of the studio's language. */
export function formatNumber(value: number, language = spoken): string {
  return new Intl.NumberFormat(language).format(value);
}

/** About how many: "12", "3.4K", "1.2M". */
export function roughNumber(value: number, language = spoken): string {
  return new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

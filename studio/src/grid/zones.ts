const parts = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  let format = parts.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
    parts.set(zone, format);
  }
  return format;
}

/** What a clock in that zone shows at a moment: `2026-01-02 13:30`, with seconds where there are any. */
export function clockIn(moment: Date, zone: string): string {
  const found = Object.fromEntries(formatIn(zone).formatToParts(moment).map((part) => [part.type, part.value]));
  const seconds = found['second'] === '00' ? '' : `:${found['second']}`;
  return `${found['year']?.padStart(4, '0')}-${found['month']}-${found['day']} ${found['hour']}:${found['minute']}${seconds}`;
}

/** The moment at which a clock in that zone shows `2026-01-02T13:30`; where it never does, the moment after the gap. */
export function momentOf(clock: string, zone: string): Date {
  const asked = Date.parse(`${clock.replace(' ', 'T')}Z`);
  const offsetAt = (time: number) => Date.parse(`${clockIn(new Date(time), zone).replace(' ', 'T')}Z`) - Math.floor(time / 1000) * 1000;
  const first = asked - offsetAt(asked);
  return new Date(asked - offsetAt(first));
}

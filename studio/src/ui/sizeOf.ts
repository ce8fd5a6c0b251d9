const STEP = 1024;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A number of bytes as people say it. */
export function sizeOf(bytes: number): string {
  const at = Math.min(UNITS.length - 1, bytes < STEP ? 0 : Math.floor(Math.log(bytes) / Math.log(STEP)));
  const isBytes = at === 0;
  return new Intl.NumberFormat(undefined, { style: 'unit', unit: UNITS[at] ?? 'byte', unitDisplay: isBytes ? 'long' : 'short', maximumFractionDigits: isBytes ? 0 : 1 }).format(bytes / STEP ** at);
}

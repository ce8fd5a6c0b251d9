/** All time zones the browser knows, UTC first, and the one in use even if the browser does not know it. */
export function timeZones(current: string): string[] {
  return [...new Set(['UTC', current, ...Intl.supportedValuesOf('timeZone')])];
}

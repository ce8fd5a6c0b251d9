/**
 * Where to go after signing in: a path of this very origin, anything else becomes the start page.
 *
 * `//evil.example` and `/\evil.example` look like paths and are not; the URL parser decides, not a pattern.
 */
export function nextAddress(search: string, origin: string = window.location.origin): string {
  const wanted = new URLSearchParams(search).get('next');
  if (wanted === null || !wanted.startsWith('/')) return '/';
  try {
    const url = new URL(wanted, origin);
    if (url.origin !== origin) return '/';
    if (url.pathname === '/sign-in' || url.pathname === '/setup') return '/';
    return `${url.pathname}${url.search}${url.hash}`;
  } catch {
    return '/';
  }
}

/** What the page knows: who asks, which screen, and its state. Set by the server in <meta>, changed by replies. */

export const REGIONS = 'application/vnd.toolwright.regions+json';

/** What the server wrote into the head under a name. */
export const meta = (name: string): string => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';

export const page = {
  csrf: meta('tw-csrf'),
  screen: meta('tw-screen'),
  base: meta('tw-base'),
  /** When the page was drawn, where it shows rows: live updates tell what has changed since. */
  live: meta('tw-live'),
  state: meta('tw-state'),
  /** The query of what was drawn last. */
  shown: location.search,
};

/** The query each region was drawn for; those not listed were drawn with the page. */
const drawn = new Map<string, string>();
const first = location.search;

/** Note that a region, and what is inside it, was drawn for the present query. */
export function noteDrawn(region: Element): void {
  drawn.set(region.id, page.shown);
  for (const inner of region.querySelectorAll('tw-region')) drawn.set(inner.id, page.shown);
}

/** The query an element was drawn for: links hold the whole query, and only what they change against this counts. */
export const drawnFor = (element: Element): string => drawn.get(element.closest('tw-region')?.id ?? '') ?? first;

/** The present address inside the app, as the server wants it back. */
export const at = (): string => location.pathname.slice(page.base.length) + location.search;

export interface Effect {
  do: string;
  to?: string;
  text?: string;
  tone?: string;
  id?: string;
  form?: string;
  new_tab?: boolean;
}

export interface Problem {
  title: string;
  detail: string;
  hint: string | null;
  code: string;
  request_id: string;
}

/** What the server answers to the runtime. */
export interface Reply {
  regions?: Record<string, string>;
  effects?: Effect[];
  state?: string;
  query?: string;
  question?: string;
  problem?: Problem;
}

/** Work that is not stored, as the browser keeps it; `T` is what is worked on. */
export interface KeptDraft<T = unknown> {
  /** What was stored when the work began, and the revision of that. */
  base: T;
  revision: number;
  draft: T;
  /** When it was last written, in milliseconds. */
  at: number;
  /** The page that wrote it was left: the next one goes on with it. */
  isLeft: boolean;
}

/** A kept draft and the tab it belongs to. Every tab has its own, so that two never write over each other. */
export interface Found<K extends KeptDraft = KeptDraft> {
  tab: string;
  kept: K;
}

export const newTab = (): string => crypto.getRandomValues(new Uint32Array(2)).join('');

export function readDraft(place: string, tab: string): KeptDraft | null {
  try {
    return JSON.parse(localStorage.getItem(place + tab) ?? 'null') as KeptDraft | null;
  } catch {
    return null;
  }
}

export const writeDraft = (place: string, tab: string, kept: KeptDraft): void => localStorage.setItem(place + tab, JSON.stringify(kept));
export const forgetDraft = (place: string, tab: string): void => localStorage.removeItem(place + tab);

/** What is kept at a place belongs to another one from now on, as what it is about is called otherwise. */
export function moveDrafts(from: string, to: string): void {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(from))) {
    localStorage.setItem(to + key.slice(from.length), localStorage.getItem(key) ?? '');
    localStorage.removeItem(key);
  }
}

/** The drafts that other tabs keep at a place, newest first. */
export function draftsBeside<K extends KeptDraft>(place: string, tab: string): Found<K>[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(place) && key !== place + tab)
    .flatMap((key) => {
      const found = key.slice(place.length);
      const kept = readDraft(place, found);
      return kept === null ? [] : [{ tab: found, kept: kept as K }];
    })
    .sort((one, other) => other.kept.at - one.kept.at);
}

/** What a page that opens begins with: the draft this tab left, else one that another tab left, else nothing. */
export function claimDraft(place: string): { tab: string; kept: KeptDraft | null } {
  const own = sessionStorage.getItem(place);
  const kept = own === null ? null : readDraft(place, own);
  // A duplicated tab finds the draft of one that is open still: it begins with a copy.
  if (own !== null && kept !== null) return { tab: kept.isLeft ? own : newTab(), kept };
  return draftsBeside(place, '').find((found) => found.kept.isLeft) ?? { tab: newTab(), kept: null };
}

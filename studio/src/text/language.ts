const KEY = 'toolwright-language';

/** The languages of the studio, by what they call themselves. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

/** The language of a tag such as `de-AT`; null when the studio does not speak it. */
export function languageOf(tag: string | null): Language | null {
  const name = tag?.split('-')[0]?.toLowerCase() ?? '';
  return Object.hasOwn(LANGUAGES, name) ? (name as Language) : null;
}

function stored(): Language | null {
  try {
    return languageOf(localStorage.getItem(KEY));
  } catch {
    return null; // storage is closed in some privacy modes
  }
}

/** The language chosen for this browser; null when it follows the browser's own. */
export const chosen = stored();

/** What the studio is read in. */
export const language: Language = chosen ?? languageOf(navigator.language) ?? 'en';

/** How numbers and times are written: as the browser does, unless another language was chosen. */
export const spoken: string = chosen === null || languageOf(navigator.language) === chosen ? navigator.language : chosen;

/** Choose for this browser; null follows the browser's own. The page is loaded anew in it. */
export function choose(wish: Language | null): void {
  if (wish === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, wish);
  location.reload();
}

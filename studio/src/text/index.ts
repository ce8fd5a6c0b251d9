import { english } from './en';

/** Every catalogue has the same shape as the English one; a missing sentence does not compile. */
export type Catalogue = typeof english;

const catalogues: Record<string, Catalogue> = { en: english };

/** The catalogue for a browser language such as `de-AT`; English when there is none. */
export function catalogueFor(language: string): Catalogue {
  return catalogues[language.split('-')[0] ?? 'en'] ?? english;
}

/** The sentences of the studio in the language of this browser. */
export const text: Catalogue = catalogueFor(navigator.language);

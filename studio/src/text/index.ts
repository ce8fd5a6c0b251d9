import { english } from './en';
import { language, type Language } from './language';

/** Every catalogue has the same shape as the English one; a missing sentence does not compile. */
export type Catalogue = typeof english;

/** Those besides English are loaded when somebody reads them. */
const others: Record<Exclude<Language, 'en'>, () => Promise<Catalogue>> = {
  de: async () => (await import('./de')).german,
};

/** The sentences of the studio in a language. */
export async function catalogueIn(wanted: Language): Promise<Catalogue> {
  return wanted === 'en' ? english : others[wanted]();
}

/** The sentences of the studio in the language it is read in. */
export const text: Catalogue = await catalogueIn(language);

import { language } from '@/text/language';

/** The path of what kinds say of themselves, in the language of the studio. */
export const spoken = (path: string): string => (language === 'en' ? path : `${path}?language=${language}`);

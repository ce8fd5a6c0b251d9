import { Select } from '@mantine/core';
import { text } from '@/text';
import { choose, chosen, LANGUAGES, languageOf } from '@/text/language';

const words = text.account.language;
const BROWSER = 'browser';
const choices = [{ value: BROWSER, label: words.browser }, ...Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))];

/** The language of the studio in this browser; the page is loaded anew in it. */
export function LanguageSelect() {
  return <Select label={words.label} data={choices} value={chosen ?? BROWSER} allowDeselect={false} onChange={(wish) => choose(languageOf(wish))} />;
}

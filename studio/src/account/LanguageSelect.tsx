import { Select } from '@mantine/core';
import { useUpdateMe } from '@/api/me';
import { text } from '@/text';
import { choose, chosen, LANGUAGES, languageOf } from '@/text/language';

const words = text.account.language;
const BROWSER = 'browser';
const choices = [{ value: BROWSER, label: words.browser }, ...Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))];

/** The language that somebody reads: kept with the account for apps and what the server says, and in this browser for the studio. */
export function LanguageSelect() {
  const update = useUpdateMe();
  const take = (wish: string | null) => {
    const language = languageOf(wish);
    update.mutate({ locale: language ?? '' }, { onSuccess: () => choose(language) });
  };
  return <Select label={words.label} data={choices} value={chosen ?? BROWSER} allowDeselect={false} disabled={update.isPending} onChange={take} />;
}

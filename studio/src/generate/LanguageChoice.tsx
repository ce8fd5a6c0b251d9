import { Select } from '@mantine/core';
import { text } from '@/text';
import { LANGUAGES, languageOf, type Language } from '@/text/language';

const choices = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));

interface LanguageChoiceProps {
  value: Language;
  onChange: (language: Language) => void;
}

/** What the screens of a new app are worded in; who reads it in another language sees only our own words in theirs. */
export function LanguageChoice({ value, onChange }: LanguageChoiceProps) {
  const take = (wish: string | null) => onChange(languageOf(wish) ?? value);
  return <Select label={text.generate.wording} data={choices} value={value} allowDeselect={false} onChange={take} />;
}

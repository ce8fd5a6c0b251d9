import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconLanguage } from '@tabler/icons-react';
import { text } from '@/text';
import { LOCALES, type SeenAs } from './useSeenAs';

const words = text.designer.bar;
const names = new Intl.DisplayNames(document.documentElement.lang || 'en', { type: 'language' });
const nameOf = (locale: string) => names.of(locale) ?? locale;

/** For which language the picture is drawn: numbers and dates as they are written there. */
export function LanguageMenu({ seenAs }: { seenAs: SeenAs }) {
  const { locale, speak } = seenAs;
  const label = locale === null ? words.language : words.inLanguage(nameOf(locale));
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon aria-label={label} title={label} variant={locale === null ? 'subtle' : 'light'}>
          <IconLanguage size={18} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {[null, ...LOCALES].map((one) => (
          <Menu.Item key={one ?? ''} aria-current={one === locale ? 'true' : undefined} rightSection={one === locale ? <IconCheck size={16} stroke={1.75} /> : null} onClick={() => speak(one)}>
            {one === null ? words.ownLanguage : nameOf(one)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

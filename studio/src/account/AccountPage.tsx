import { useMe } from '@/api/me';
import { text } from '@/text';
import { Page, Section } from '@/ui/Page';
import { LanguageSelect } from './LanguageSelect';
import { PasswordForm } from './PasswordForm';
import { ProfileForm } from './ProfileForm';
import { SessionList } from './SessionList';
import { TokenList } from './TokenList';

const words = text.account;

/** One's own account: profile, password, sessions, API tokens. */
export function AccountPage() {
  const me = useMe().data;
  if (!me) return null;
  return (
    <Page title={words.title}>
      <Section title={words.profile.title}>
        <ProfileForm me={me} />
      </Section>
      <Section title={words.language.title} about={words.language.about}>
        <LanguageSelect />
      </Section>
      <Section title={words.password.title} about={words.password.about}>
        <PasswordForm me={me} />
      </Section>
      <SessionList />
      <TokenList />
    </Page>
  );
}

import { useCallbackRef } from '@mantine/hooks';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Member, Role } from '@/api/types';

export interface SeenAs {
  /** The role the picture is drawn with; null for what one may oneself. */
  role: string | null;
  roles: Role[];
  choose: (role: string | null) => void;
  /** The id of the person as whom it is drawn; null for oneself. */
  user: string | null;
  people: Member[];
  chooseUser: (user: string) => void;
  /** The language the picture is drawn in; null for one's own. */
  locale: string | null;
  speak: (locale: string | null) => void;
}

const ROLE = 'as';
const USER = 'user';
const LOCALE = 'in';
/** Languages that write numbers and dates differently; a screen can be looked at in each. */
export const LOCALES = ['en', 'en-US', 'de', 'fr', 'es', 'pt-BR', 'ja'];

/** With which role or as whom, and in which language, the screen is looked at. All of it stands in the address. */
export function useSeenAs(roles: Role[], everybody: Member[]): SeenAs {
  const [search, setSearch] = useSearchParams();
  const [wanted, whom, spoken] = [search.get(ROLE), search.get(USER), search.get(LOCALE)];
  const note = (changes: Record<string, string | null>) =>
    setSearch(
      (was) => {
        const next = new URLSearchParams(was);
        for (const [name, value] of Object.entries(changes)) {
          if (value === null) next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  const choose = useCallbackRef((role: string | null) => note({ [ROLE]: role, [USER]: null }));
  const chooseUser = useCallbackRef((user: string) => note({ [ROLE]: null, [USER]: user }));
  const speak = useCallbackRef((locale: string | null) => note({ [LOCALE]: locale }));
  const people = useMemo(() => everybody.filter((one) => one.is_active), [everybody]);
  const user = people.some((one) => one.id === whom) ? whom : null;
  const role = user === null && roles.some((one) => one.name === wanted) ? wanted : null;
  const locale = LOCALES.some((one) => one === spoken) ? spoken : null;
  return useMemo(() => ({ role, roles, choose, user, people, chooseUser, locale, speak }), [role, roles, choose, user, people, chooseUser, locale, speak]);
}

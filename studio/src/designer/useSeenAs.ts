import { useCallbackRef } from '@mantine/hooks';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Role } from '@/api/types';

export interface SeenAs {
  /** The role the picture is drawn with; null for what one may oneself. */
  role: string | null;
  roles: Role[];
  choose: (role: string | null) => void;
  /** The language the picture is drawn in; null for one's own. */
  locale: string | null;
  speak: (locale: string | null) => void;
}

const ROLE = 'as';
const LOCALE = 'in';
/** Languages that write numbers and dates differently; a screen can be looked at in each. */
export const LOCALES = ['en', 'en-US', 'de', 'fr', 'es', 'pt-BR', 'ja'];

/** With which role and in which language the screen is looked at. Both stand in the address. */
export function useSeenAs(roles: Role[]): SeenAs {
  const [search, setSearch] = useSearchParams();
  const wanted = search.get(ROLE);
  const spoken = search.get(LOCALE);
  const note = (name: string, value: string | null) =>
    setSearch(
      (was) => {
        const next = new URLSearchParams(was);
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const choose = useCallbackRef((role: string | null) => note(ROLE, role));
  const speak = useCallbackRef((locale: string | null) => note(LOCALE, locale));
  const role = roles.some((one) => one.name === wanted) ? wanted : null;
  const locale = LOCALES.some((one) => one === spoken) ? spoken : null;
  return useMemo(() => ({ role, roles, choose, locale, speak }), [role, roles, choose, locale, speak]);
}

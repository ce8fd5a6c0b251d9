import { useCallbackRef } from '@mantine/hooks';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Role } from '@/api/types';

export interface SeenAs {
  /** The role the picture is drawn with; null for what one may oneself. */
  role: string | null;
  roles: Role[];
  choose: (role: string | null) => void;
}

const PARAM = 'as';

/** With which role the screen is looked at. It stands in the address. */
export function useSeenAs(roles: Role[]): SeenAs {
  const [search, setSearch] = useSearchParams();
  const wanted = search.get(PARAM);
  const choose = useCallbackRef((role: string | null) =>
    setSearch(
      (was) => {
        const next = new URLSearchParams(was);
        if (role === null) next.delete(PARAM);
        else next.set(PARAM, role);
        return next;
      },
      { replace: true },
    ),
  );
  return useMemo(() => ({ role: roles.some((one) => one.name === wanted) ? wanted : null, roles, choose }), [roles, wanted, choose]);
}

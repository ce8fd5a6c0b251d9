import { useMemo, useState } from 'react';
import { useMe } from '@/api/me';
import { usePeople } from '@/api/people';
import type { Looks } from './GridRow';
import { LabelStore } from './labelStore';

/** How values are shown to this person: their zone, the names of rows of other tables and of people. */
export function useLooks(workspace: string, table: string): Looks {
  const [labels] = useState(() => new LabelStore(workspace));
  const zone = useMe().data?.time_zone;
  const people = usePeople(workspace).data;
  return useMemo(
    () => ({
      manner: { zone: zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone },
      labels,
      place: { workspace, table },
      // Who may not see the people of the workspace sees who made a row by id.
      people: new Map((people ?? []).map((person) => [person.id, person.name])),
    }),
    [zone, labels, people, workspace, table],
  );
}

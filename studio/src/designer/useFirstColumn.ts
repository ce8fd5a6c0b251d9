import { useCallback, useMemo } from 'react';
import { useTable } from '@/api/tables';
import { rowsShown } from './document/start';
import type { ScreenDefinition } from './document/types';

/** A column to begin with of a table that new components are about: the first that is no key, else the first. */
export function useFirstColumn(workspace: string, doc: ScreenDefinition, fallback: string | undefined): (table: string) => string | undefined {
  const shown = useMemo(() => rowsShown(doc['content'])?.table, [doc]);
  const ref = shown ?? fallback ?? '';
  const found = useTable(workspace, ref, ref !== '').data;
  return useCallback(
    (table) => {
      if (found === undefined || table !== found.ref) return undefined;
      const names = found.definition.columns.map((column) => column.name);
      return names.find((name) => !found.primary_key.includes(name)) ?? names[0];
    },
    [found],
  );
}

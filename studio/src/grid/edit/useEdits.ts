import { useEffect, useState } from 'react';
import { useMe } from '@/api/me';
import type { Table } from '@/api/types';
import type { RowStore } from '../rowStore';
import { draftsOf } from './drafts';
import { EditStore } from './editStore';
import { RowWriter, type KeyColumn } from './rowWriter';

/** The changes that this person makes to a table, with those that were not saved the last time. */
export function useEdits(workspace: string, table: Table, rows: RowStore): EditStore {
  const person = useMe().data?.id ?? '';
  const [edits] = useState(() => new EditStore(new RowWriter(workspace, table.ref, keyOf(table)), draftsOf(person, workspace, table.ref), table.source === null && table.definition.view === null));
  useEffect(() => edits.showIn(rows), [edits, rows]);
  useEffect(() => {
    window.addEventListener('online', edits.retryWaiting);
    return () => window.removeEventListener('online', edits.retryWaiting);
  }, [edits]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (edits.batches.length > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [edits]);
  return edits;
}

function keyOf({ primary_key, definition }: Table): KeyColumn | null {
  const column = definition.columns.find((one) => one.name === primary_key[0]);
  return primary_key.length === 1 && column !== undefined && ['integer', 'text', 'uuid'].includes(column.type) ? { name: column.name, type: column.type } : null;
}

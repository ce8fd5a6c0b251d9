import { useEffect, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { storyKey } from '@/api/rowStory';
import { useLive } from '@/live/useLive';
import type { GridColumn } from '../columns';
import type { EditStore } from '../edit/editStore';
import type { LabelStore } from '../labelStore';
import type { RowStore } from '../rowStore';
import { LiveRows } from './liveRows';

interface LiveOf {
  workspace: string;
  table: string;
  columns: GridColumn[];
  store: RowStore;
  edits: EditStore;
  labels: LabelStore;
}

/** The rows of a table as others change them; names of rows of other tables follow as well. */
export function useLiveRows({ workspace, table, columns, store, edits, labels }: LiveOf): LiveRows {
  const queries = useQueryClient();
  const [live] = useState(() => new LiveRows(edits));
  useSyncExternalStore(live.subscribe, live.snapshot);
  useEffect(() => live.showIn(store), [live, store]);
  useEffect(() => live.stop, [live]);
  const targets = columns.flatMap((column) => (column.target === null ? [] : [column.target.table]));
  const places = [...new Set([table, ...targets])].map((one) => `table:${one}`);
  useLive(workspace, places, (place, by) => {
    const of = place.slice('table:'.length);
    if (targets.includes(of)) labels.forget(of);
    if (of !== table) return;
    live.changed(by);
    void queries.invalidateQueries({ queryKey: storyKey(workspace, table) });
  });
  return live;
}

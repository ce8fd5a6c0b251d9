import { useEffect, useRef, useState } from 'react';
import type { GridColumn } from './columns';
import { GroupedRows } from './groups/groupedRows';
import type { Grouping } from './groups/groups';
import type { RowsQuery } from './rowPages';
import { RowStore } from './rowStore';

/** How the rows are grouped, by a column that is there. */
export interface Grouped {
  by: Grouping;
  column: GridColumn;
}

/** The store of a query's rows; another query takes its place while the rows before are still shown. */
export function useRowStore(query: RowsQuery, grouped: Grouped | null): RowStore {
  const key = JSON.stringify([query, grouped?.by ?? null]);
  const [made, setMade] = useState(() => ({ key, store: storeOf(query, grouped) }));
  if (made.key !== key) {
    const store = storeOf(query, grouped);
    if (store.isGrouped === made.store.isGrouped) store.takeOver(made.store);
    setMade({ key, store });
  }
  const { store } = made;
  const begun = useRef<RowStore | null>(null);
  useEffect(() => {
    begun.current = store;
    store.refresh();
    return store.stop;
  }, [store]);
  return store;
}

const storeOf = (query: RowsQuery, grouped: Grouped | null): RowStore => (grouped === null ? new RowStore(query) : new GroupedRows(query, grouped.by, grouped.column));

import { useEffect, useRef, useState } from 'react';
import type { RowsQuery } from './rowPages';
import { RowStore } from './rowStore';

/** The store of a query's rows; another query takes its place while the rows before are still shown. */
export function useRowStore(query: RowsQuery): RowStore {
  const key = JSON.stringify(query);
  const [made, setMade] = useState(() => ({ key, store: new RowStore(query) }));
  if (made.key !== key) {
    const store = new RowStore(query);
    store.takeOver(made.store);
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

import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { SavedView, SavedViews } from '@/api/savedViews';
import type { GridColumn } from '../columns';
import { keepLayout, loadLayout, type Layout } from '../layout';
import { addressOf, firstAddress, layoutOf } from './content';

interface SavedViewOf {
  workspace: string;
  table: string;
  views: SavedViews;
  columns: GridColumn[];
}

/** The view that the address names (gone where it named one from the beginning that is not there), the arrangement of columns seen now, and how to go to another view. Without a view the arrangement is kept in the browser. */
export function useSavedView({ workspace, table, views, columns }: SavedViewOf) {
  const [params, setParams] = useSearchParams();
  const current = views.items.find((view) => view.id === params.get('view')) ?? null;
  const isFree = current === null;
  const [first] = useState(() => (current === null ? params.get('view') : null));
  const isGone = first !== null && isFree && params.get('view') === first;
  const [layout, setLayout] = useState<Layout>(() => (current === null ? loadLayout(workspace, table, columns) : layoutOf(current, columns)));
  const arrange = useCallback(
    (next: Layout) => {
      setLayout(next);
      if (isFree) keepLayout(workspace, table, next);
    },
    [workspace, table, isFree],
  );
  const open = useCallback(
    (view: SavedView | null) => {
      setLayout(view === null ? loadLayout(workspace, table, columns) : layoutOf(view, columns));
      setParams((before) => addressOf(before, view), { replace: true });
    },
    [workspace, table, columns, setParams],
  );
  /** Goes to the view that the address asked for when views could not be read yet. */
  const meet = (found: SavedViews) => {
    const id = firstAddress(params, found)?.get('view');
    const asked = found.items.find((view) => view.id === id);
    if (asked !== undefined) open(asked);
  };
  return { current, isGone, layout, arrange, open, meet };
}

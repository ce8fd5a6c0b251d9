import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { SavedView, SavedViews } from '@/api/savedViews';
import type { GridColumn } from '../columns';
import { keepLayout, loadLayout, type Layout } from '../layout';
import { addressOf, layoutOf } from './content';

interface SavedViewOf {
  workspace: string;
  table: string;
  views: SavedViews;
  columns: GridColumn[];
}

/** The view that the address names, the arrangement of columns seen now, and how to go to another view. Without a view the arrangement is kept in the browser. */
export function useSavedView({ workspace, table, views, columns }: SavedViewOf) {
  const [params, setParams] = useSearchParams();
  const current = views.items.find((view) => view.id === params.get('view')) ?? null;
  const isFree = current === null;
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
  return { current, layout, arrange, open };
}

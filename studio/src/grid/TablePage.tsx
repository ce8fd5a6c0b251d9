import { useState } from 'react';
import { Navigate, useParams, useSearchParams } from 'react-router';
import { Problem } from '@/api/problem';
import { useSavedViews, type SavedViews } from '@/api/savedViews';
import { useTable } from '@/api/tables';
import type { Table } from '@/api/types';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { Loaded } from '@/ui/Loaded';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { RowsView } from './RowsView';
import { refOf } from './tablePath';
import { firstAddress } from './views/content';

const NO_VIEWS: SavedViews = { items: [], may_share: false };

/** The rows of one table. */
export function TablePage() {
  const { workspace = '', source = '', table = '' } = useParams();
  const ref = refOf(source, table);
  const query = useTable(workspace, ref);
  const views = useSavedViews(workspace, ref);
  if (query.error instanceof Problem && query.error.status === 404) return <NotFoundPage />;
  if (views.isPending) return <PageSkeleton />;
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(found) => <Opened key={`${workspace}/${ref}`} workspace={workspace} table={found} views={views.data ?? NO_VIEWS} onViewsAgain={views.data === undefined ? () => views.refetch().then(({ data }) => data ?? NO_VIEWS) : null} />}
    </Loaded>
  );
}

interface OpenedProps {
  workspace: string;
  table: Table;
  views: SavedViews;
  /** Reads the views again, where they could not be read. */
  onViewsAgain: (() => Promise<SavedViews>) | null;
}

/** The rows, once the address says all that the view in it does: what is asked for first is what is meant. */
function Opened(props: OpenedProps) {
  const [params] = useSearchParams();
  const [first, setFirst] = useState(() => firstAddress(params, props.views));
  if (first !== null && first.toString() === params.toString()) setFirst(null);
  return first === null ? <RowsView {...props} /> : <Navigate to={{ search: first.toString() }} replace />;
}

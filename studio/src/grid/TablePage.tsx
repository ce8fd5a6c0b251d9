import { useParams } from 'react-router';
import { Problem } from '@/api/problem';
import { useTable } from '@/api/tables';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { Loaded } from '@/ui/Loaded';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { RowsView } from './RowsView';
import { refOf } from './tablePath';

/** The rows of one table. */
export function TablePage() {
  const { workspace = '', source = '', table = '' } = useParams();
  const ref = refOf(source, table);
  const query = useTable(workspace, ref);
  if (query.error instanceof Problem && query.error.status === 404) return <NotFoundPage />;
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(found) => <RowsView key={`${workspace}/${ref}`} workspace={workspace} table={found} />}
    </Loaded>
  );
}

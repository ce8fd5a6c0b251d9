import { Button } from '@mantine/core';
import { IconEye, IconLock, IconTable } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { TableSummary } from '@/api/types';
import { tablePath } from '@/grid/tablePath';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { roughNumber } from '@/ui/time';
import classes from './TableList.module.css';

const words = text.data;

const columnsIn = (workspace: string, designs: boolean): DataColumn<TableSummary>[] => [
  {
    id: 'table',
    header: words.table,
    sortBy: (table) => table.title,
    cell: (table) => (
      <span className={classes['name']}>
        <span className={classes['title']}>
          <Link to={tablePath(workspace, table.ref, table.source)}>{table.title}</Link>
          {table.kind === 'view' && (
            <Badge icon={<IconEye size={14} stroke={1.75} aria-hidden />}>{words.view}</Badge>
          )}
          {table.hidden && <Badge>{words.hidden}</Badge>}
        </span>
        <code className={classes['ref']}>{table.ref}</code>
      </span>
    ),
  },
  { id: 'columns', header: words.columns, align: 'end', width: 'fit', hideNarrow: true, sortBy: (table) => table.columns, cell: (table) => table.columns },
  {
    id: 'rows',
    header: words.rows,
    align: 'end',
    width: 'fit',
    hideNarrow: true,
    sortBy: (table) => table.rows_estimate ?? -1,
    cell: (table) => (table.rows_estimate === null ? '–' : roughNumber(table.rows_estimate)),
  },
  {
    id: 'rights',
    header: words.rights,
    sortBy: (table) => table.read_only_reason ?? '',
    cell: (table) => <Rights reason={table.read_only_reason} />,
  },
  ...(designs ? [designColumn(workspace)] : []),
];

const designColumn = (workspace: string): DataColumn<TableSummary> => ({
  id: 'design',
  header: '',
  align: 'end',
  width: 'fit',
  cell: (table) =>
    table.source === null && table.kind === 'table' && (
      <Button component={Link} size="xs" variant="subtle" to={`${tablePath(workspace, table.ref, null)}/design`} aria-label={text.tables.designOf(table.title)}>
        {text.tables.design}
      </Button>
    ),
});

function Rights({ reason }: { reason: string | null }) {
  if (reason === null) return <span>{words.writable}</span>;
  return (
    <span className={classes['name']}>
      <span className={classes['title']}>
        <IconLock size={16} stroke={1.75} aria-hidden />
        {words.readOnly}
      </span>
      <span className={classes['ref']}>{reason}</span>
    </span>
  );
}

const searchIn = (table: TableSummary) => [table.title, table.ref, table.source];

/** Tables with their size and, where rows cannot be changed, the reason. */
export function TableList({ workspace, tables, find, designs }: { workspace: string; tables: TableSummary[]; find: string; designs: boolean }) {
  const columns = useMemo(() => columnsIn(workspace, designs), [workspace, designs]);
  return (
    <DataTable
      label={words.tables}
      rows={tables}
      columns={columns}
      rowKey={(table) => table.ref}
      searchIn={searchIn}
      find={find}
      empty={<EmptyState icon={IconTable} title={words.noTables.title} about={words.noTables.about} />}
    />
  );
}

import { TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconSearch } from '@tabler/icons-react';
import { createSortedRowModel, rowSortingFeature, sortFn_alphanumeric, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import { useMemo, useState, type ReactNode } from 'react';
import { text } from '@/text';
import classes from './DataTable.module.css';
import { EmptyState } from './EmptyState';
import { matches } from './matches';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns: { alphanumeric: sortFn_alphanumeric } });

export interface DataColumn<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What sorting compares; a column without it cannot be sorted. */
  sortBy?: (row: Row) => string | number;
  align?: 'end';
  /** `fit` takes no more room than it needs; `hide-narrow` is left out on phones. */
  width?: 'fit';
  hideNarrow?: boolean;
}

interface DataTableProps<Row> {
  label: string;
  rows: Row[];
  columns: DataColumn<Row>[];
  rowKey: (row: Row) => string;
  /** The texts that the search looks through; without it there is no search. */
  searchIn?: (row: Row) => (string | null | undefined)[];
  /** What the search starts with. */
  find?: string;
  toolbar?: ReactNode;
  empty: ReactNode;
}

/** A list: search above, sortable columns, hairline rows. */
export function DataTable<Row>({ label, rows, columns, rowKey, searchIn, find = '', toolbar, empty }: DataTableProps<Row>) {
  const [query, setQuery] = useState(find);
  const shown = useMemo(() => (searchIn === undefined || query === '' ? rows : rows.filter((row) => matches(query, ...searchIn(row)))), [rows, query, searchIn]);
  const definitions = useMemo<ColumnDef<typeof features, Row & object>[]>(
    () => columns.map((column) => ({ id: column.id, header: column.header, accessorFn: column.sortBy ?? (() => ''), enableSorting: column.sortBy !== undefined, sortFn: 'alphanumeric' as const })),
    [columns],
  );
  const table = useTable({ features, columns: definitions, data: shown as (Row & object)[], getRowId: rowKey });
  if (rows.length === 0) return empty;
  return (
    <div className={classes['wrap']}>
      {(searchIn !== undefined || toolbar !== undefined) && (
        <div className={classes['toolbar']}>
          {searchIn !== undefined && (
            <TextInput
              className={classes['search'] ?? ''}
              aria-label={text.list.search(label)}
              placeholder={text.list.search(label)}
              leftSection={<IconSearch size={16} stroke={1.75} />}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
              data-list-search
            />
          )}
          {toolbar}
        </div>
      )}
      {shown.length === 0 ? (
        <EmptyState title={text.list.nothing(query)} />
      ) : (
        <div className={classes['scroll']}>
          <table className={classes['table']} aria-label={label}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <HeaderCell key={column.id} column={column} sorted={table.getColumn(column.id)?.getIsSorted() ?? false} onSort={() => table.getColumn(column.id)?.toggleSorting()} />
                ))}
              </tr>
            </thead>
            <tbody>
              {table.getRowModel().rows.map((row) => (
                <tr key={row.id}>
                  {columns.map((column) => (
                    <td key={column.id} data-align={column.align} data-width={column.width} data-hide-narrow={column.hideNarrow || undefined}>
                      {column.cell(row.original)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

interface HeaderCellProps<Row> {
  column: DataColumn<Row>;
  sorted: 'asc' | 'desc' | false;
  onSort: () => void;
}

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;

function HeaderCell<Row>({ column, sorted, onSort }: HeaderCellProps<Row>) {
  const facts = { 'data-align': column.align, 'data-width': column.width, 'data-hide-narrow': column.hideNarrow || undefined };
  if (column.sortBy === undefined) {
    return (
      <th scope="col" {...facts}>
        {column.header === '' ? <span className={classes['unseen']}>{text.actions.more}</span> : column.header}
      </th>
    );
  }
  return (
    <th scope="col" {...facts} aria-sort={sorted === false ? 'none' : ariaSort[sorted]}>
      <button type="button" className={classes['sort']} onClick={onSort}>
        {column.header}
        {sorted === 'asc' && <IconArrowUp size={14} stroke={1.75} aria-hidden />}
        {sorted === 'desc' && <IconArrowDown size={14} stroke={1.75} aria-hidden />}
      </button>
    </th>
  );
}

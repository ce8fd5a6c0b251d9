import { Button, VisuallyHidden } from '@mantine/core';
import { IconLock, IconTable } from '@tabler/icons-react';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { Problem } from '@/api/problem';
import type { SavedViews } from '@/api/savedViews';
import type { Table } from '@/api/types';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { useTitle } from '@/ui/useTitle';
import { gridColumns, type GridColumn } from './columns';
import { EditNotice } from './edit/EditNotice';
import { useEdits } from './edit/useEdits';
import { countConditions, groupOf } from './filter';
import { FilterPanel } from './FilterPanel';
import { Grid } from './Grid';
import classes from './Grid.module.css';
import { GridFoot } from './GridFoot';
import { GroupedRows } from './groups/groupedRows';
import { GroupMenu } from './groups/GroupMenu';
import { groupable } from './groups/groups';
import { GridToolbar } from './GridToolbar';
import { useLiveRows } from './live/useLiveRows';
import { shownColumns, type Layout } from './layout';
import { MarksPanel } from './marks/MarksPanel';
import { DeleteRows } from './panel/DeleteRows';
import { AddRow, RowDrawer, useOpenRow } from './panel/RowDrawer';
import type { RowStore } from './rowStore';
import type { Selection } from './selection';
import { TableLinks } from './TableLinks';
import page from './TablePage.module.css';
import { useGridAddress } from './useGridAddress';
import { useLooks } from './useLooks';
import { useRowStore, type Grouped } from './useRowStore';
import { contentOf } from './views/content';
import { MissingNotice } from './views/MissingNotice';
import { useSavedView } from './views/useSavedView';
import { ViewNotice } from './views/ViewNotice';
import { ViewsMenu } from './views/ViewsMenu';

const words = text.grid;

interface RowsViewProps {
  workspace: string;
  table: Table;
  views: SavedViews;
  /** Reads the views again, where they could not be read. */
  onViewsAgain: (() => Promise<SavedViews>) | null;
}

/** A table's rows with all that is done to find and arrange them. */
export function RowsView({ workspace, table, views, onViewsAgain }: RowsViewProps) {
  useTitle(table.title);
  const columns = useMemo(() => gridColumns(table), [table]);
  const { current, isGone, layout, arrange, open: openView, meet } = useSavedView({ workspace, table: table.ref, views, columns });
  const shown = useMemo(() => shownColumns(columns, layout), [columns, layout]);
  const [address, change] = useGridAddress();
  const looks = useLooks(workspace, table.ref);
  const [filterBy, setFilterBy] = useState<{ column: string | null } | null>(null);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [isMarking, setMarking] = useState(false);
  const grouped = groupedBy(columns, layout);
  const store = useRowStore({ workspace, table: table.ref, ...address, marks: layout.marks.map((mark) => mark.when), fields: fieldsOf(table, shown.map((column) => column.name)), hasKey: table.primary_key.length > 0 }, grouped);
  useSyncExternalStore(store.subscribe, store.snapshot);
  const edits = useEdits(workspace, table, store);
  const live = useLiveRows({ workspace, table: table.ref, columns, store, edits, labels: looks.labels });
  const [open, setOpen, openRow] = useOpenRow(store);

  const group = useMemo(() => groupOf(address.filter), [address.filter]);
  const isNarrowed = address.filter !== '' || address.search !== '';
  const filterError = wrongFilter(store.error);
  const reason = table.access.read_only_reason;
  return (
    <div className={page['page']} data-wide>
      <header className={page['header']}>
        <h1 className={page['title']}>{table.title}</h1>
        {reason !== null && (
          <span className={page['readOnly']}>
            <IconLock size={16} stroke={1.75} aria-hidden /> {reason}
          </span>
        )}
      </header>
      <GridToolbar
        columns={columns}
        layout={layout}
        onLayout={arrange}
        search={address.search}
        onSearch={(search) => change({ search })}
        conditions={group === null ? null : countConditions(group)}
        isFilterOpen={filterBy !== null}
        onFilter={() => setFilterBy(filterBy === null ? { column: null } : null)}
        grouping={<GroupMenu columns={columns} group={layout.group} onGroup={(group) => arrange({ ...layout, group })} onTurnAll={(isOpen) => store instanceof GroupedRows && store.turnAll(isOpen)} />}
        isMarking={isMarking}
        onMark={() => setMarking(!isMarking)}
        onRefresh={store.refresh}
        views={<ViewsMenu workspace={workspace} table={table.ref} views={views} current={current} now={contentOf(layout, address)} onOpen={openView} />}
      >
        <TableLinks workspace={workspace} table={table} />
        {table.access.can.includes('delete') && <DeleteRows edits={edits} store={store} selection={selection} columns={shown.length} />}
        <AddRow table={table} columns={columns} edits={edits} looks={looks} onOpen={setOpen} />
      </GridToolbar>
      <ViewNotice isGone={isGone} onAgain={onViewsAgain} onFound={meet} onClose={() => openView(null)} />
      <MissingNotice workspace={workspace} table={table.ref} view={current} mayShare={views.may_share} />
      {filterBy !== null && (
        <FilterPanel key={filterBy.column ?? ''} workspace={workspace} table={table.ref} columns={columns} looks={looks} filter={address.filter} begin={filterBy.column} error={filterError} onFilter={(filter) => change({ filter })} />
      )}
      {isMarking && <MarksPanel workspace={workspace} table={table.ref} columns={columns} looks={looks} marks={layout.marks} faults={store.markFaults} onChange={(marks) => arrange({ ...layout, marks })} />}
      {store.error !== null && (filterError === null || filterBy === null) && (
        <ProblemBanner error={store.error} title={words.failed} action={<Button onClick={store.refresh}>{text.actions.tryAgain}</Button>} />
      )}
      <div className={classes['frame']}>
        <Grid
          label={words.label(table.title)}
          store={store}
          edits={edits}
          live={live}
          access={table.access}
          onOpenRow={openRow}
          columns={columns}
          shown={shown}
          layout={layout}
          looks={looks}
          sort={address.sort}
          selection={selection}
          onSelect={setSelection}
          onLayout={arrange}
          onSort={(sort) => change({ sort })}
          onFilterBy={(column) => setFilterBy({ column })}
          empty={store.error === null ? <NoRows isNarrowed={isNarrowed} onClear={() => change({ filter: '', search: '' })} /> : null}
        />
        <EditNotice edits={edits} columns={columns} looks={looks} active={activeCell(store, shown, selection)} />
        <VisuallyHidden role="status">{live.said}</VisuallyHidden>
        <GridFoot store={store} shown={shown} selection={selection} />
      </div>
      <RowDrawer workspace={workspace} table={table} columns={columns} edits={edits} moment={edits.saves + live.heard} store={store} looks={looks} selection={selection} onSelect={setSelection} open={open} onOpen={setOpen} />
    </div>
  );
}

function NoRows({ isNarrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  if (!isNarrowed) return <EmptyState icon={IconTable} title={words.empty.title} about={words.empty.about} />;
  return <EmptyState icon={IconTable} title={words.empty.filtered} about={words.empty.filteredAbout} action={<Button onClick={onClear}>{words.empty.clear}</Button>} />;
}

/** What is wrong with the filter, where rows could not be read because of it. */
const wrongFilter = (error: unknown) => (error instanceof Problem && error.status === 422 ? [error.message, error.hint].filter(Boolean).join(' ') : null);

/** The grouping of a layout, where its column is there and may be grouped by. */
function groupedBy(columns: GridColumn[], { group }: Layout): Grouped | null {
  const column = groupable(columns).find((one) => one.name === group?.column);
  return group === null || column === undefined ? null : { by: group, column };
}

/** The cell that keys act on, as unsaved changes know it. */
function activeCell(store: RowStore, shown: GridColumn[], selection: Selection | null) {
  const column = selection === null ? undefined : shown[selection.focus.column];
  return selection === null || column === undefined ? null : { id: store.row(selection.focus.row)?.id ?? null, column: column.name };
}

/** The columns to ask for: those shown, and those that tell the row apart. */
function fieldsOf(table: Table, shown: string[]): string[] {
  const readable = table.definition.columns.map((column) => column.name);
  return [...new Set([...table.primary_key.filter((name) => readable.includes(name)), ...shown])];
}

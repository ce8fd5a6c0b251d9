import { Link } from 'react-router';
import type { Me } from '@/api/types';
import { text } from '@/text';
import { CopyButton } from '@/ui/CopyButton';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { When } from '@/ui/When';
import { mayDesign, type AppRow } from './appRows';
import classes from './AppTable.module.css';

const words = text.home;

const app: DataColumn<AppRow> = {
  id: 'app',
  header: words.app,
  sortBy: (row) => row.app?.title ?? '',
  cell: ({ app: one }) =>
    one === undefined ? (
      <span className={classes['quiet']}>{words.noApps}</span>
    ) : (
      <span className={classes['name']}>
        <a className={classes['title']} href={one.address}>
          {one.title}
        </a>
        {one.description && <span className={classes['quiet']}>{one.description}</span>}
      </span>
    ),
};

const workspaceColumn = (me: Me): DataColumn<AppRow> => ({
  id: 'workspace',
  header: words.workspace,
  sortBy: ({ workspace }) => workspace.title,
  cell: ({ workspace }) => (mayDesign(me, workspace) ? <Link to={`/w/${workspace.draft ?? workspace.name}`}>{workspace.title}</Link> : workspace.title),
});

const contents: DataColumn<AppRow> = {
  id: 'contents',
  header: words.contents,
  hideNarrow: true,
  cell: ({ app: one, workspace }) => {
    const parts = [one === undefined ? null : words.screens(one.screens), words.tables(workspace.tables)];
    return <span className={classes['quiet']}>{parts.filter(Boolean).join(', ')}</span>;
  },
};

const changed: DataColumn<AppRow> = {
  id: 'changed',
  header: words.changed,
  hideNarrow: true,
  sortBy: ({ workspace }) => workspace.updated_at,
  cell: ({ workspace }) => <When at={workspace.updated_at} />,
};

const actions: DataColumn<AppRow> = {
  id: 'actions',
  header: '',
  width: 'fit',
  align: 'end',
  cell: ({ app: one }) => one !== undefined && <CopyButton value={new URL(one.address, window.location.origin).href} label={words.copyAddress} />,
};

const searchIn = (row: AppRow) => [row.app?.title, row.app?.description, row.workspace.title, row.workspace.name];

/** Apps with the workspace they belong to. */
export function AppTable({ rows, me }: { rows: AppRow[]; me: Me }) {
  return (
    <DataTable
      label={words.appsLabel}
      rows={rows}
      columns={[app, workspaceColumn(me), contents, changed, actions]}
      rowKey={(row) => `${row.workspace.name}/${row.app?.name ?? ''}`}
      searchIn={searchIn}
      empty={<EmptyState title={words.launcher.empty} />}
    />
  );
}

import { IconFileOff } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useLocation, useParams } from 'react-router';
import { useColumnKinds } from '@/api/design';
import { Problem } from '@/api/problem';
import { useTables } from '@/api/tables';
import type { TableSummary } from '@/api/types';
import { useWorkspaces } from '@/api/workspaces';
import { useMayChange } from '@/home/useMayDesign';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { ImportForm } from './ImportForm';
import { importable } from './importable';

const words = text.importing;

/** A file becomes rows: what it holds and what would come of it is shown before anything is stored. */
export function ImportPage() {
  const { workspace = '' } = useParams();
  const { search } = useLocation();
  const tables = useTables(workspace);
  const workspaces = useWorkspaces();
  const designs = useMayChange(workspace);
  const kinds = useColumnKinds();
  const given = new URLSearchParams(search).get('table');
  if (tables.error instanceof Problem && tables.error.status === 404) return <NotFoundPage />;
  // Where rows go at first depends on what one may do, so that is known before anything is shown.
  if (tables.data === undefined) return <Awaited query={tables} />;
  if (workspaces.data === undefined) return <Awaited query={workspaces} />;
  const open = importable(tables.data);
  const isOpen = given === null ? designs || open.length > 0 : open.some((one) => one.ref === given);
  if (!isOpen) return <Refused table={tables.data.find((one) => one.ref === given)} />;
  if (kinds.data === undefined) return <Awaited query={kinds} />;
  return <ImportForm key={`${workspace}${search}`} workspace={workspace} tables={tables.data} kinds={kinds.data} />;
}

/** The page with what is on its way, or why it does not come. */
function Awaited({ query }: { query: UseQueryResult }) {
  return (
    <Page title={words.title} about={words.about}>
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  );
}

function Refused({ table }: { table: TableSummary | undefined }) {
  const about = table?.read_only_reason ?? words.refused.about;
  return (
    <Page title={words.title}>
      <EmptyState icon={IconFileOff} title={table === undefined ? words.refused.title : words.refused.titleOf(table.title)} about={about} />
    </Page>
  );
}

import { IconFileOff } from '@tabler/icons-react';
import { useLocation, useParams } from 'react-router';
import { useColumnKinds } from '@/api/design';
import { useTables } from '@/api/tables';
import type { TableSummary } from '@/api/types';
import { useMayChange } from '@/home/useMayDesign';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { ImportForm } from './ImportForm';
import { importable } from './importable';

const words = text.importing;

/** A file becomes rows: what it holds and what would come of it is shown before anything is stored. */
export function ImportPage() {
  const { workspace = '' } = useParams();
  const { search } = useLocation();
  const tables = useTables(workspace);
  const designs = useMayChange(workspace);
  const kinds = useColumnKinds();
  const given = new URLSearchParams(search).get('table');
  return (
    <Loaded query={tables} skeleton={<PageSkeleton />}>
      {(all) => {
        const open = importable(all);
        const isOpen = given === null ? designs || open.length > 0 : open.some((one) => one.ref === given);
        if (!isOpen) return <Refused table={all.find((one) => one.ref === given)} />;
        return <Loaded query={kinds} skeleton={<PageSkeleton />}>{(every) => <ImportForm key={`${workspace}${search}`} workspace={workspace} tables={all} kinds={every} />}</Loaded>;
      }}
    </Loaded>
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

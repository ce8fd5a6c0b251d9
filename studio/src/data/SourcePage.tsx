import { IconLock } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import { Problem } from '@/api/problem';
import { useConnectors, useSource } from '@/api/sources';
import type { Connector, Source } from '@/api/types';
import { useMayDesign } from '@/home/useMayDesign';
import { fieldsOf } from '@/schema/fields';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page, Section } from '@/ui/Page';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { DeleteSource } from './DeleteSource';
import { placeOf } from './placeOf';
import { SchemaSection } from './SchemaSection';
import { SourceForm } from './SourceForm';
import { useSourceEditor } from './useSourceEditor';

const words = text.data.edit;

/** One data source: its connection, its schema, and removing it. */
export function SourcePage() {
  const { workspace = '', source: name = '' } = useParams();
  const source = useSource(workspace, name);
  const connectors = useConnectors();
  if (source.error instanceof Problem && source.error.status === 404) return <NotFoundPage />;
  return (
    <Loaded query={source} skeleton={<PageSkeleton />}>
      {(found) => (
        <Loaded query={connectors} skeleton={<PageSkeleton />}>
          {(kinds) => <OneSource key={`${workspace}/${name}`} workspace={workspace} source={found} connector={kinds.find((kind) => kind.kind === found.kind)} />}
        </Loaded>
      )}
    </Loaded>
  );
}

interface OneSourceProps {
  workspace: string;
  source: Source;
  connector: Connector | undefined;
}

function OneSource({ workspace, source, connector }: OneSourceProps) {
  const designs = useMayDesign(workspace);
  const about = `${placeOf(connector?.title ?? source.kind, source)} · ${words.tables(source.tables)}`;
  return (
    <Page title={source.title} about={about}>
      {source.settings === null ? (
        <EmptyState icon={IconLock} title={words.denied.title} about={words.denied.about} />
      ) : (
        <>
          <Connection workspace={workspace} source={source} connector={connector} />
          <SchemaSection workspace={workspace} source={source} />
          {designs && <DeleteSource workspace={workspace} source={source} />}
        </>
      )}
    </Page>
  );
}

function Connection({ workspace, source, connector }: OneSourceProps) {
  const fields = useMemo(() => fieldsOf(connector?.settings_schema ?? {}), [connector]);
  const editor = useSourceEditor(workspace, source, fields);
  return (
    <Section title={words.connection} about={words.connectionAbout}>
      <SourceForm fields={fields} editor={editor} />
    </Section>
  );
}

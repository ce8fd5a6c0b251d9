import { IconLock } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import { Problem } from '@/api/problem';
import { useConnectors, useSource } from '@/api/sources';
import type { Connector, Source } from '@/api/types';
import { useVariables } from '@/api/variables';
import { isDraft } from '@/api/versions';
import { useMayChange, useMayDesign } from '@/home/useMayDesign';
import { fieldsOf, type SchemaField } from '@/schema/fields';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { DefinitionTools } from '@/together/DefinitionTools';
import { EditingNotice } from '@/together/EditingNotice';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page, Section } from '@/ui/Page';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { DeleteSource } from './DeleteSource';
import { RelationsSection } from './diagram/RelationsSection';
import { EnvironmentSettings } from './EnvironmentSettings';
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
  const changes = useMayChange(workspace);
  const isInUse = designs && !changes;
  const fields = useMemo(() => fieldsOf(connector?.settings_schema ?? {}), [connector]);
  const about = `${placeOf(connector?.title ?? source.kind, source)} · ${words.tables(source.tables)}`;
  return (
    <Page title={source.title} about={about} {...(designs ? { actions: <DefinitionTools workspace={workspace} path={`sources/${source.name}.yaml`} title={source.title} /> } : {})}>
      {source.settings === null ? (
        <EmptyState icon={IconLock} title={words.denied.title} about={words.denied.about} />
      ) : (
        <>
          <Connection workspace={workspace} source={source} fields={fields} isInUse={isInUse} />
          {designs && <EnvironmentSettings workspace={workspace} source={source} fields={fields} />}
          <RelationsSection workspace={workspace} source={source.name} />
          {!isInUse && <SchemaSection workspace={workspace} source={source} />}
          {designs && !isInUse && <DeleteSource workspace={workspace} source={source} />}
        </>
      )}
    </Page>
  );
}

interface ConnectionProps {
  workspace: string;
  source: Source;
  fields: SchemaField[];
  isInUse: boolean;
}

function Connection({ workspace, source, fields, isInUse }: ConnectionProps) {
  const editor = useSourceEditor(workspace, source, fields, isInUse);
  const designs = useMayDesign(workspace);
  const variables = useVariables(workspace, isDraft(workspace) ? 'development' : 'production', designs).data;
  return (
    <>
      {designs && !isInUse && <EditingNotice workspace={workspace} path={`sources/${source.name}.yaml`} changed={editor.changed} revision={editor.revision} framed />}
      <Section title={words.connection} about={isInUse ? text.data.environments.inProduction : words.connectionAbout}>
        <SourceForm fields={fields} editor={editor} isInUse={isInUse} workspace={workspace} variables={variables?.filter((one) => one.is_here)} />
      </Section>
    </>
  );
}

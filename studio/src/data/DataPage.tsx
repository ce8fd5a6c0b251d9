import { Button } from '@mantine/core';
import { IconDatabase, IconFileImport, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useSources } from '@/api/sources';
import { useTables } from '@/api/tables';
import { useMayChange, useMayDesign } from '@/home/useMayDesign';
import { importable } from '@/import/importable';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page, Section } from '@/ui/Page';
import { SourceCard } from './SourceCard';
import classes from './SourceCard.module.css';
import { TableList } from './TableList';
import { NewTableDialog } from '@/tables/NewTableDialog';

const words = text.data;

/** The data sources of a workspace and the tables in them. */
export function DataPage() {
  const { workspace = '' } = useParams();
  const [search] = useSearchParams();
  const sources = useSources(workspace);
  const tables = useTables(workspace);
  const designs = useMayDesign(workspace);
  const changes = useMayChange(workspace);
  const [making, setMaking] = useState(false);
  const connect = (
    <Button component={Link} to={`/w/${workspace}/connect`} variant="filled">
      {words.empty.action}
    </Button>
  );
  return (
    <Page title={words.title}>
      <Section
        title={words.sources}
        actions={
          changes &&
          (sources.data ?? []).length > 0 && (
            <Button component={Link} to={`/w/${workspace}/connect`} leftSection={<IconPlus size={16} stroke={1.75} />}>
              {words.connect.action}
            </Button>
          )
        }
      >
        <Loaded query={sources}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState icon={IconDatabase} title={words.empty.title} about={words.empty.about} action={changes ? connect : undefined} />
            ) : (
              <div className={classes['list']}>
                {all.map((source) => (
                  <SourceCard key={source.name} workspace={workspace} source={source} mayDescribe={designs} />
                ))}
              </div>
            )
          }
        </Loaded>
      </Section>
      <Section
        title={words.tables}
        actions={
          <>
            {(changes || importable(tables.data ?? []).length > 0) && (
              <Button component={Link} to={`/w/${workspace}/import`} leftSection={<IconFileImport size={16} stroke={1.75} />}>
                {text.importing.action}
              </Button>
            )}
            {changes && (
              <Button leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setMaking(true)}>
                {text.tables.new.action}
              </Button>
            )}
          </>
        }
      >
        <Loaded query={tables}>{(all) => <TableList workspace={workspace} designs={changes} tables={all.filter((table) => table.kind !== 'query')} find={search.get('find') ?? ''} key={search.get('find') ?? ''} />}</Loaded>
      </Section>
      {making && <NewTableDialog workspace={workspace} taken={(tables.data ?? []).map((table) => table.ref)} onClose={() => setMaking(false)} />}
    </Page>
  );
}

import { Button } from '@mantine/core';
import { IconPencil, IconPlus, IconSql } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQueryList } from '@/api/queries';
import { useSources } from '@/api/sources';
import type { QuerySummary } from '@/api/types';
import { useMayChange, useMayDesign } from '@/home/useMayDesign';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { NewQueryDialog } from './NewQueryDialog';
import classes from './QueriesPage.module.css';

const words = text.queries;
const searchIn = (query: QuerySummary) => [query.title, query.name, query.source];

/** The queries of a workspace; each opens its own page. */
export function QueriesPage() {
  const { workspace = '' } = useParams();
  const [adding, setAdding] = useState(false);
  const designs = useMayDesign(workspace);
  const changes = useMayChange(workspace);
  const queries = useQueryList(workspace);
  const sources = useSources(workspace).data ?? [];
  const titles = new Map(sources.map((source) => [source.name, source.title]));
  const asks = (query: QuerySummary) => (query.source === null ? words.builtIn : (titles.get(query.source) ?? query.source));
  const columns: DataColumn<QuerySummary>[] = [
    {
      id: 'query',
      header: words.list.query,
      sortBy: (query) => query.title ?? query.name,
      cell: (query) => (
        <span className={classes['name']}>
          <span className={classes['line']}>
            {designs ? (
              <Link to={`/w/${workspace}/queries/${query.name}`} className={classes['title']}>
                {query.title ?? query.name}
              </Link>
            ) : (
              <span>{query.title ?? query.name}</span>
            )}
            {query.writes && <Badge icon={<IconPencil size={14} stroke={1.75} aria-hidden />}>{words.list.writes}</Badge>}
          </span>
          <code className={classes['ref']}>{query.ref}</code>
        </span>
      ),
    },
    { id: 'source', header: words.list.source, sortBy: asks, cell: asks },
    { id: 'parameters', header: words.list.parameters, hideNarrow: true, cell: (query) => query.parameters.map((one) => String(one['name'])).join(', ') || words.list.none },
  ];
  const add = (
    <Button variant="filled" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setAdding(true)}>
      {words.new.action}
    </Button>
  );
  return (
    <Page title={words.title} about={words.about} actions={changes ? add : undefined}>
      <Loaded query={queries}>
        {(all) => (
          <>
            <DataTable label={words.list.label} rows={all} columns={columns} rowKey={(query) => query.name} searchIn={searchIn} empty={<EmptyState icon={IconSql} title={words.list.empty.title} about={designs ? words.list.empty.about : words.list.empty.denied} />} />
            {adding && <NewQueryDialog workspace={workspace} sources={sources} taken={all.map((query) => query.name)} onClose={() => setAdding(false)} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

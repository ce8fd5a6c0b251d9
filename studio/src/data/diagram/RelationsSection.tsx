import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { TableSummary } from '@/api/types';
import { useTables } from '@/api/tables';
import { tablePath } from '@/grid/tablePath';
import { text } from '@/text';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { Loaded } from '@/ui/Loaded';
import { Section } from '@/ui/Page';
import { Diagram } from './Diagram';
import { drawn, type Reference } from './layout';

const words = text.data.relations;

interface RelationsSectionProps {
  workspace: string;
  /** The data source; null for the built-in tables. */
  source: string | null;
}

/** What the tables of a source refer to, drawn and as a list. */
export function RelationsSection({ workspace, source }: RelationsSectionProps) {
  return (
    <Section title={words.title} about={words.about}>
      <Loaded query={useTables(workspace)}>{(all) => <Relations workspace={workspace} source={source} tables={all.filter((table) => table.source === source)} />}</Loaded>
    </Section>
  );
}

function Relations({ workspace, source, tables }: RelationsSectionProps & { tables: TableSummary[] }) {
  const [isList, setList] = useState(false);
  const references = useMemo(() => referencesOf(tables), [tables]);
  const drawing = useMemo(
    () =>
      drawn(
        tables.map(({ ref, title }) => ({ ref, title, columns: [...new Set(references.filter((one) => one.from === ref).map((one) => one.columns.join(', ')))] })),
        references,
      ),
    [tables, references],
  );
  if (references.length === 0) return <p>{words.none}</p>;
  return (
    <>
      <SegmentedControl aria-label={words.shown} style={{ alignSelf: 'start' }} data={[{ value: 'diagram', label: words.diagram }, { value: 'list', label: words.list }]} value={isList ? 'list' : 'diagram'} onChange={(shown) => setList(shown === 'list')} />
      {isList ? <ReferenceList workspace={workspace} source={source} tables={tables} references={references} /> : <Diagram workspace={workspace} source={source} drawing={drawing} />}
    </>
  );
}

/** The references among these tables; those of tables that somebody may not read are not told. */
function referencesOf(tables: TableSummary[]): Reference[] {
  const known = new Set(tables.map((table) => table.ref));
  return tables.flatMap((table) => table.relations.filter((one) => known.has(one.target)).map((one) => ({ from: table.ref, to: one.target, columns: one.columns, targetColumns: one.target_columns })));
}

function ReferenceList({ workspace, source, tables, references }: RelationsSectionProps & { tables: TableSummary[]; references: Reference[] }) {
  const titles = new Map(tables.map((table) => [table.ref, table.title]));
  const titleOf = (ref: string) => titles.get(ref) ?? ref;
  const linked = (ref: string) => <Link to={tablePath(workspace, ref, source)}>{titleOf(ref)}</Link>;
  const columns: DataColumn<Reference>[] = [
    { id: 'from', header: words.from, sortBy: (one) => titleOf(one.from), cell: (one) => linked(one.from) },
    { id: 'columns', header: words.columns, sortBy: (one) => one.columns.join(), cell: (one) => <code>{one.columns.join(', ')}</code> },
    { id: 'to', header: words.to, sortBy: (one) => titleOf(one.to), cell: (one) => linked(one.to) },
    { id: 'targets', header: words.targets, hideNarrow: true, cell: (one) => <code>{one.targetColumns.join(', ')}</code> },
  ];
  return <DataTable label={words.title} rows={references} columns={columns} rowKey={(one) => `${one.from} ${one.columns.join()} ${one.to}`} searchIn={(one) => [titleOf(one.from), titleOf(one.to), ...one.columns]} empty={null} />;
}

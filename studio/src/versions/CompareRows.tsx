import { Button, Checkbox, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useTables } from '@/api/tables';
import { useRowCopies, type RowCopy } from '@/api/rowCopies';
import type { RowComparison, RowDifference } from '@/api/types';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { Section } from '@/ui/Page';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done } from '@/ui/toast';
import classes from './CompareRows.module.css';

const words = text.versions.compareRows;

/** The rows of a built-in table in both environments: how they differ, and copying them. */
export function CompareRows({ workspace, draft }: { workspace: string; draft: string }) {
  const tables = (useTables(draft).data ?? []).filter((table) => table.source === null && table.kind === 'table');
  const { compare } = useRowCopies(workspace);
  const [table, setTable] = useState<string | null>(null);
  const [into, setInto] = useState<RowCopy['into']>('production');
  if (tables.length === 0) return null;
  const asked: RowCopy | null = table === null ? null : { table, into, source: into === 'production' ? 'development' : 'production' };
  const begin = () => asked !== null && compare.mutate(asked);
  const choose = (change: () => void) => {
    change();
    compare.reset();
  };
  const directions = [
    { value: 'production', label: words.intoProduction },
    { value: 'development', label: words.intoDevelopment },
  ];
  return (
    <Section title={words.title} about={words.about}>
      <div className={classes['ask']}>
        <Select label={words.table} data={tables.map((one) => ({ value: one.ref, label: one.title }))} value={table} onChange={(chosen) => choose(() => setTable(chosen))} />
        <SegmentedControl aria-label={words.direction} data={directions} value={into} onChange={(chosen) => choose(() => setInto(chosen as RowCopy['into']))} />
        <Button disabled={asked === null} loading={compare.isPending} onClick={begin}>
          {words.compare}
        </Button>
      </div>
      {compare.error !== null && <ProblemBanner error={compare.error} />}
      {compare.data !== undefined && asked !== null && <Differing key={compare.submittedAt} workspace={workspace} asked={asked} found={compare.data} onCopied={begin} />}
    </Section>
  );
}

interface DifferingProps {
  workspace: string;
  asked: RowCopy;
  found: RowComparison;
  onCopied: () => void;
}

/** What differs, and which of it to copy: all of it, or the rows that are ticked. */
function Differing({ workspace, asked, found, onCopied }: DifferingProps) {
  const { copy } = useRowCopies(workspace);
  const [chosen, setChosen] = useState<string[]>([]);
  const all = found.added + found.changed;
  const toggle = (key: string) => setChosen((was) => (was.includes(key) ? was.filter((one) => one !== key) : [...was, key]));
  const start = () =>
    copy.mutate(
      { ...asked, key: found.key, keys: chosen.length === 0 ? null : chosen },
      {
        onSuccess: (did) => {
          done(words.copied(did.inserted, did.updated));
          onCopied();
        },
      },
    );
  const columns: DataColumn<RowDifference>[] = [
    { id: 'choose', header: words.choose, width: 'fit', cell: (row) => row.what !== 'only_there' && <Checkbox aria-label={words.chooseRow(row.key)} checked={chosen.includes(row.key)} onChange={() => toggle(row.key)} /> },
    { id: 'key', header: found.key, sortBy: (row) => row.key, cell: (row) => <code>{row.key}</code> },
    { id: 'what', header: words.what, width: 'fit', cell: (row) => <Badge tone={TONES[row.what]}>{words.whats[row.what]}</Badge> },
    { id: 'columns', header: words.columns, hideNarrow: true, cell: (row) => differences(row) },
  ];
  return (
    <>
      <p role="status">{words.found(found.added, found.changed, found.only_there)}</p>
      {copy.error !== null && <ProblemBanner error={copy.error} />}
      <DataTable label={words.title} rows={found.items} columns={columns} rowKey={(row) => `${row.what} ${row.key}`} empty={null} />
      {all + found.only_there > found.items.length && <p>{words.more(all + found.only_there - found.items.length)}</p>}
      {all > 0 && (
        <Button className={classes['copy'] ?? ''} loading={copy.isPending} onClick={start}>
          {words.copy(chosen.length === 0 ? all : chosen.length, asked.into === 'production')}
        </Button>
      )}
    </>
  );
}

const TONES = { added: 'green', changed: 'blue', only_there: 'neutral' } as const;

/** Each column that differs, with its value before and after. */
function differences(row: RowDifference): string {
  const said = (value: unknown) => (value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value));
  return row.columns.map((name) => `${name}: ${said(row.before?.[name])} → ${said(row.after?.[name])}`).join(', ');
}

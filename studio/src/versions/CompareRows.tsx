import { Button, Checkbox, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useTables } from '@/api/tables';
import { useRowCopies, type RowCopy } from '@/api/rowCopies';
import type { RowComparison, RowDifference, TableSummary } from '@/api/types';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Section } from '@/ui/Page';
import { RowsSkeleton } from '@/ui/PageSkeleton';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done } from '@/ui/toast';
import { useBusyFocus } from '@/ui/useBusyFocus';
import classes from './CompareRows.module.css';

const words = text.versions.compareRows;

/** The rows of a built-in table in both environments: how they differ, and copying them. */
export function CompareRows({ workspace, draft }: { workspace: string; draft: string }) {
  const tables = useTables(draft);
  return (
    <Section title={words.title} about={words.about}>
      <Loaded query={tables} skeleton={<RowsSkeleton rows={2} />}>
        {(all) => {
          const ours = all.filter((table) => table.source === null && table.kind === 'table');
          return ours.length === 0 ? <EmptyState title={words.noTables.title} about={words.noTables.about} /> : <Asking workspace={workspace} tables={ours} />;
        }}
      </Loaded>
    </Section>
  );
}

/** Which table, and which way; then what differs, which stays while it is compared again. */
function Asking({ workspace, tables }: { workspace: string; tables: TableSummary[] }) {
  const { compare } = useRowCopies(workspace);
  const [table, setTable] = useState<string | null>(null);
  const [into, setInto] = useState<RowCopy['into']>('production');
  const [found, setFound] = useState<RowComparison | null>(null);
  const button = useBusyFocus<HTMLButtonElement>(compare.isPending);
  const asked: RowCopy | null = table === null ? null : { table, into, source: into === 'production' ? 'development' : 'production' };
  const begin = () => asked !== null && compare.mutate(asked, { onSuccess: setFound, onError: () => setFound(null) });
  const choose = (change: () => void) => {
    change();
    setFound(null);
    compare.reset();
  };
  const directions = [
    { value: 'production', label: words.intoProduction },
    { value: 'development', label: words.intoDevelopment },
  ];
  return (
    <>
      <div className={classes['ask']}>
        <Select label={words.table} data={tables.map((one) => ({ value: one.ref, label: one.title }))} value={table} onChange={(chosen) => choose(() => setTable(chosen))} />
        <SegmentedControl aria-label={words.direction} data={directions} value={into} onChange={(chosen) => choose(() => setInto(chosen as RowCopy['into']))} />
        <Button ref={button} disabled={asked === null} loading={compare.isPending} onClick={begin}>
          {words.compare}
        </Button>
      </div>
      {compare.error !== null && <ProblemBanner error={compare.error} />}
      <p role="status">{found === null ? '' : inWords(found)}</p>
      {found !== null && asked !== null && <Differing workspace={workspace} asked={asked} found={found} isOld={compare.isPending} onCopied={begin} />}
    </>
  );
}

function inWords({ added, changed, only_there: there }: RowComparison): string {
  return added + changed + there === 0 ? words.alike : words.found(added, changed, there);
}

interface DifferingProps {
  workspace: string;
  asked: RowCopy;
  found: RowComparison;
  /** It is being compared again. */
  isOld: boolean;
  onCopied: () => void;
}

/** What differs, and which of it to copy: all of it, or the rows that are ticked. */
function Differing({ workspace, asked, found, isOld, onCopied }: DifferingProps) {
  const { copy } = useRowCopies(workspace);
  const [ticked, setTicked] = useState<string[]>([]);
  const isBusy = copy.isPending || isOld;
  const button = useBusyFocus<HTMLButtonElement>(isBusy);
  const all = found.added + found.changed;
  const toggle = (key: string) => setTicked((was) => (was.includes(key) ? was.filter((one) => one !== key) : [...was, key]));
  const start = () =>
    copy.mutate(
      { ...asked, key: found.key, keys: ticked.length === 0 ? null : ticked },
      {
        onSuccess: (did) => {
          done(words.copied(did.inserted, did.updated));
          setTicked([]);
          onCopied();
        },
      },
    );
  const columns: DataColumn<RowDifference>[] = [
    { id: 'choose', header: words.choose, width: 'fit', cell: (row) => row.what !== 'only_there' && <Checkbox aria-label={words.chooseRow(row.key)} checked={ticked.includes(row.key)} onChange={() => toggle(row.key)} /> },
    { id: 'key', header: found.key, sortBy: (row) => row.key, cell: (row) => <code>{row.key}</code> },
    { id: 'what', header: words.what, width: 'fit', cell: (row) => <Badge tone={TONES[row.what]}>{words.whats[row.what]}</Badge> },
    { id: 'columns', header: words.columns, cell: (row) => differences(row) },
  ];
  return (
    <>
      {copy.error !== null && <ProblemBanner error={copy.error} />}
      <DataTable label={words.title} rows={found.items} columns={columns} rowKey={(row) => `${row.what} ${row.key}`} empty={null} />
      {all + found.only_there > found.items.length && <p>{words.more(all + found.only_there - found.items.length)}</p>}
      {all > 0 && (
        <Button ref={button} className={classes['copy'] ?? ''} loading={isBusy} onClick={start}>
          {words.copy(ticked.length === 0 ? all : ticked.length, asked.into === 'production')}
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

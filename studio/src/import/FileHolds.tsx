import { sheetsOf, type ImportReport } from '@/api/importFile';
import type { ColumnKind, Table } from '@/api/types';
import { text } from '@/text';
import { Section } from '@/ui/Page';
import { FirstRows } from './FirstRows';
import { Mapping } from './Mapping';
import { NewColumns } from './NewColumns';
import { NO_CHOICES } from './columnChoices';
import { ReadAsChoice } from './ReadAsChoice';
import type { ImportDraft } from './useImportDraft';

const words = text.importing.holds;

interface FileHoldsProps {
  draft: ImportDraft;
  table: Table | undefined;
  kinds: ColumnKind[];
  last: ImportReport | undefined;
  error: unknown;
  onChange: (changes: Partial<ImportDraft>) => void;
}

/** What the file holds: how it is read, what its columns become, its first rows. */
export function FileHolds({ draft, table, kinds, last, error, onChange }: FileHoldsProps) {
  const sheets = sheetsOf(error);
  if (last === undefined && sheets === null) return null;
  return (
    <Section title={words.title}>
      <ReadAsChoice facts={last?.preview.facts ?? { sheets: sheets ?? [] }} readAs={draft.readAs} onChange={(readAs) => onChange({ readAs, ...NO_CHOICES })} />
      {last !== undefined && (
        <>
          <Columns draft={draft} table={table} kinds={kinds} last={last} onChange={onChange} />
          <FirstRows preview={last.preview} />
        </>
      )}
    </Section>
  );
}

function Columns({ draft, table, kinds, last, onChange }: Omit<FileHoldsProps, 'error' | 'last'> & { last: ImportReport }) {
  const { target, columns } = draft;
  if (target.isNew) return <NewColumns label={words.columns} preview={last.preview} kinds={kinds} choices={draft} onChange={(choices) => onChange({ columns: choices.columns, kinds: choices.kinds })} />;
  if (table === undefined) return null;
  return <Mapping preview={last.preview} report={last} table={table} mode={target.mode} columns={columns} onColumn={(header, column) => onChange({ columns: { ...columns, [header]: column } })} />;
}

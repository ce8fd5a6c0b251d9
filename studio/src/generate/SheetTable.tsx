import { Checkbox, TextInput } from '@mantine/core';
import type { SheetReport } from '@/api/fromFile';
import type { ColumnKind } from '@/api/types';
import { FirstRows } from '@/import/FirstRows';
import classes from '@/import/Import.module.css';
import { NewColumns } from '@/import/NewColumns';
import { Counts } from '@/import/Outcome';
import { Problems } from '@/import/Problems';
import { text } from '@/text';
import { choicesOf, keyOf, type FileDraft } from './fileDraft';

const words = text.generate.file;

interface SheetTableProps {
  one: SheetReport;
  isOnly: boolean;
  kinds: ColumnKind[];
  draft: FileDraft;
  onChange: (sheets: FileDraft['sheets']) => void;
}

/** A sheet and the table it becomes: its title, its columns, and which of its rows are wrong. */
export function SheetTable({ one, isOnly, kinds, draft, onChange }: SheetTableProps) {
  const choices = choicesOf(draft, one);
  const change = (changes: Partial<typeof choices>) => onChange({ ...draft.sheets, [keyOf(one)]: { ...choices, ...changes } });
  const { report } = one;
  const columns = (
    <>
      <NewColumns label={words.columnsOf(choices.title)} preview={report.preview} kinds={kinds} choices={choices} onChange={(next) => change({ columns: next.columns, kinds: next.kinds })} />
      <FirstRows preview={report.preview} />
    </>
  );
  return (
    <section className={classes['sheet']} aria-label={one.sheet ?? one.title}>
      {!isOnly && <Checkbox label={words.use(one.sheet ?? one.title)} checked={choices.isTaken} onChange={(event) => change({ isTaken: event.currentTarget.checked })} />}
      {choices.isTaken && (
        <>
          <div className={classes['line']}>
            <TextInput className={classes['titleField'] ?? ''} label={words.tableTitle} value={choices.title} maxLength={200} autoComplete="off" onChange={(event) => change({ title: event.currentTarget.value })} />
          </div>
          <Counts report={report} />
          {report.unfit.length > 0 && <ul className={classes['unfit']}>{report.unfit.map((problem, at) => <li key={at}>{problem.message}</li>)}</ul>}
          {report.rejected > 0 && <Problems report={report} labels={{}} />}
          {isOnly ? (
            columns
          ) : (
            <details className={classes['details']}>
              <summary>{words.columns(report.preview.headers.length)}</summary>
              {columns}
            </details>
          )}
        </>
      )}
    </section>
  );
}

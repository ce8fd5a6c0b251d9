import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Wish } from '@/api/generate';
import type { Plan, PlannedTable } from '@/api/types';
import { text } from '@/text';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { roughNumber } from '@/ui/time';
import classes from './TablesStep.module.css';

interface TableChoiceProps {
  plan: Plan;
  onBack: () => void;
  onDone: (wish: Omit<Wish, 'language'>) => void;
}

const words = text.generate.tables;
const searchIn = (table: PlannedTable) => [table.title, table.ref];

/** Which tables the app is made of, what each of them becomes, and what the app is called. */
export function TableChoice({ plan, onBack, onDone }: TableChoiceProps) {
  const all = useMemo(() => plan.tables.map((table) => table.ref), [plan]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(plan.tables.filter((table) => table.chosen).map((table) => table.ref)));
  const [title, setTitle] = useState(plan.app.title);
  const [tried, setTried] = useState(false);

  const toggle = (ref: string) =>
    setChosen((was) => {
      const next = new Set(was);
      if (!next.delete(ref)) next.add(ref);
      return next;
    });

  const submit = () => {
    setTried(true);
    if (title.trim() !== '' && chosen.size > 0) onDone({ title: title.trim(), tables: all.filter((ref) => chosen.has(ref)) });
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={classes['title']}>
        <TextInput
          label={words.title}
          description={words.titleHelp}
          value={title}
          maxLength={200}
          error={tried && title.trim() === '' ? words.titleMissing : null}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      </div>
      <DataTable
        label={words.list}
        rows={plan.tables}
        columns={columns(chosen, toggle)}
        rowKey={(table) => table.ref}
        searchIn={searchIn}
        toolbar={
          <>
            <Checkbox
              label={words.all}
              checked={chosen.size === all.length}
              indeterminate={chosen.size > 0 && chosen.size < all.length}
              onChange={() => setChosen(new Set(chosen.size === all.length ? [] : all))}
            />
            <span className={classes['count']} role="status">
              {words.chosen(chosen.size, all.length)}
            </span>
          </>
        }
        empty={null}
      />
      <Notes warnings={plan.warnings} />
      <div className={classes['buttons']}>
        <Button type="submit" variant="filled">
          {words.create(chosen.size)}
        </Button>
        <Button onClick={onBack}>{text.actions.back}</Button>
        {tried && chosen.size === 0 && (
          <span className={classes['wrong']} role="alert">
            {words.nothing}
          </span>
        )}
      </div>
    </form>
  );
}

function Notes({ warnings }: { warnings: string[] }) {
  if (warnings.length === 0) return null;
  return (
    <details className={classes['notes']}>
      <summary>{words.warnings(warnings.length)}</summary>
      <ul>
        {warnings.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  );
}

function columns(chosen: ReadonlySet<string>, toggle: (ref: string) => void): DataColumn<PlannedTable>[] {
  return [
    {
      id: 'use',
      header: '',
      width: 'fit',
      cell: (table) => <Checkbox aria-label={words.choose(table.title)} checked={chosen.has(table.ref)} onChange={() => toggle(table.ref)} />,
    },
    {
      id: 'table',
      header: text.data.table,
      sortBy: (table) => table.title,
      cell: (table) => (
        <span className={classes['name']}>
          {table.title}
          <code>{table.ref}</code>
        </span>
      ),
    },
    { id: 'columns', header: text.data.columns, align: 'end', width: 'fit', hideNarrow: true, sortBy: (table) => table.columns.length, cell: (table) => table.columns.length },
    {
      id: 'rows',
      header: text.data.rows,
      align: 'end',
      width: 'fit',
      hideNarrow: true,
      sortBy: (table) => table.rows_estimate ?? -1,
      cell: (table) => (table.rows_estimate === null ? '–' : roughNumber(table.rows_estimate)),
    },
    { id: 'rights', header: text.data.rights, hideNarrow: true, cell: (table) => <span className={classes['quiet']}>{table.read_only_reason ?? text.data.writable}</span> },
    { id: 'screens', header: words.screens, cell: (table) => <span className={classes['quiet']}>{table.screens.join(', ') || words.noScreens}</span> },
  ];
}

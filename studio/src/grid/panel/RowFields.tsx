import { IconLock } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Values } from '@/api/rows';
import { text } from '@/text';
import { CellView } from '../CellView';
import type { GridColumn } from '../columns';
import { CellEditor } from '../edit/CellEditor';
import type { After, Given } from '../edit/given';
import type { Looks } from '../GridRow';
import classes from './Panel.module.css';

interface RowFieldsProps {
  columns: GridColumn[];
  values: Values;
  /** What was given and is not saved, by column. */
  unsaved: Record<string, Given>;
  /** Why a column cannot be given; null where it can. */
  fixed: (column: GridColumn) => string | null;
  looks: Looks;
  /** The row, where it is there already. */
  row?: string;
  /** `seen` is what was there when the person began, where it was saved. */
  onGive: (column: GridColumn, given: Given, seen: Seen | null) => void;
}

export interface Seen {
  value: unknown;
}

/** Every column of a row, those too that the grid does not show; pressed, each is edited as in its cell. */
export function RowFields({ columns, onGive, ...rest }: RowFieldsProps) {
  const box = useRef<HTMLDivElement>(null);
  const go = (name: string, by: number) => {
    const fields = [...(box.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    const place = fields.findIndex((field) => field.dataset['field'] === name);
    (fields[place + by] ?? fields[place])?.focus();
  };
  return (
    <div ref={box} className={classes['fields']}>
      {columns.map((column) => (
        <RowField key={column.name} column={column} onGive={(given, seen) => onGive(column, given, seen)} onLeave={(by) => go(column.name, by)} {...rest} />
      ))}
    </div>
  );
}

const STEPS: Record<After, number> = { stay: 0, down: 0, up: 0, next: 1, back: -1 };

interface RowFieldProps extends Omit<RowFieldsProps, 'columns' | 'onGive'> {
  column: GridColumn;
  onGive: (given: Given, seen: Seen | null) => void;
  onLeave: (by: number) => void;
}

function RowField({ column, values, unsaved, fixed, looks, row, onGive, onLeave }: RowFieldProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [seen, setSeen] = useState<Seen | null>(null);
  const own = unsaved[column.name] ?? { value: values[column.name], typed: null, problem: null };
  const reason = fixed(column);
  const give = (given: Given | null, after: After) => {
    flushSync(() => setOpen(false));
    if (given !== null) onGive(given, seen);
    const isElsewhere = document.activeElement !== null && document.activeElement !== document.body;
    if (after !== 'stay' || !isElsewhere) onLeave(STEPS[after]);
  };
  const press = () => {
    if (reason !== null) return;
    if (column.kind === 'boolean') onGive({ value: own.value !== true, typed: null, problem: null }, null);
    else {
      setSeen(unsaved[column.name] === undefined ? { value: values[column.name] } : null);
      setOpen(true);
    }
  };
  return (
    <div>
      <Label id={`${id}-label`} column={column} isFixed={reason !== null} />
      <div className={classes['place']}>
        <button
          type="button"
          className={classes['value']}
          data-field={column.name}
          {...(reason === null ? {} : { 'data-fixed': true, 'aria-disabled': true })}
          {...(own.problem === null ? {} : { 'data-wrong': true })}
          aria-labelledby={`${id}-label ${id}-value`}
          aria-describedby={`${id}-why`}
          title={reason ?? column.help ?? undefined}
          onClick={press}
        >
          <span id={`${id}-value`}>{own.typed ?? <CellView column={column} value={own.value} row={unsaved[column.name] === undefined ? (row ?? null) : null} {...looks} />}</span>
        </button>
        {isOpen && <CellEditor row={row ?? null} column={column} value={own.value} typed={own.typed} isReplacing={false} looks={looks} label={text.gridEdit.editor(column.label)} onGive={give} onType={() => undefined} />}
      </div>
      <p id={`${id}-why`} className={classes['wrong']} hidden={own.problem === null}>
        {own.problem}
      </p>
    </div>
  );
}

function Label({ id, column, isFixed }: { id: string; column: GridColumn; isFixed: boolean }) {
  return (
    <div className={classes['label']} id={id}>
      {isFixed && <IconLock size={12} stroke={1.75} aria-hidden />}
      {column.label}
      {!isFixed && column.mayBeEmpty && ` (${text.optional})`}
    </div>
  );
}

import { ActionIcon, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { QueryColumn } from '@/api/queries';
import { text } from '@/text';
import form from '@/ui/Form.module.css';
import classes from './QueryPage.module.css';

const words = text.queries.columns;
const TYPES = Object.entries(words.types).map(([value, label]) => ({ value, label }));

interface ColumnListProps {
  columns: QueryColumn[];
  onChange: (columns: QueryColumn[]) => void;
}

/** What the result has, and what is computed from that. */
export function ColumnList({ columns, onChange }: ColumnListProps) {
  const change = (index: number, update: Partial<QueryColumn>) => onChange(columns.map((one, at) => (at === index ? { ...one, ...update } : one)));
  const add = () => onChange([...columns, { name: free(columns), native: null, value: '', label: null, sensitive: false }]);
  return (
    <div className={classes['stack']}>
      <p className={form['about']}>{columns.length === 0 ? words.none : words.about}</p>
      {columns.map((one, index) =>
        typeof one.value === 'string' ? (
          <ComputedColumn key={index} column={one} value={one.value} onChange={(update) => change(index, update)} onRemove={() => onChange(columns.filter((_, at) => at !== index))} />
        ) : (
          <FoundColumn key={index} column={one} onChange={(update) => change(index, update)} />
        ),
      )}
      <Button leftSection={<IconPlus size={16} stroke={1.75} />} onClick={add}>
        {words.add}
      </Button>
    </div>
  );
}

interface OneColumnProps {
  column: QueryColumn;
  onChange: (update: Partial<QueryColumn>) => void;
}

function FoundColumn({ column, onChange }: OneColumnProps) {
  const found = column.native ?? column.name;
  return (
    <div className={classes['card']} role="group" aria-label={column.name}>
      <code className={classes['code']}>{found}</code>
      <TextInput label={words.name} value={column.name} spellCheck={false} onChange={(event) => onChange(called(found, event.currentTarget.value))} />
      <Select aria-label={words.typeOf(column.name)} data={TYPES} value={column.type ?? null} onChange={(type) => type !== null && onChange({ type })} />
      <Shown column={column} onChange={onChange} />
    </div>
  );
}

const called = (found: string, name: string) => ({ name, native: name === found ? null : found });

function ComputedColumn({ column, value, onChange, onRemove }: OneColumnProps & { value: string; onRemove: () => void }) {
  return (
    <div className={classes['card']} role="group" aria-label={column.name}>
      <div className={classes['row']}>
        <TextInput label={words.name} value={column.name} spellCheck={false} onChange={(event) => onChange({ name: event.currentTarget.value })} />
        <ActionIcon aria-label={words.remove(column.name)} onClick={onRemove}>
          <IconTrash size={20} stroke={1.75} />
        </ActionIcon>
      </div>
      <TextInput label={words.value} description={words.valueHelp} classNames={{ input: classes['code'] ?? '' }} value={value} spellCheck={false} onChange={(event) => onChange({ value: event.currentTarget.value })} />
      <Select aria-label={words.typeOf(column.name)} placeholder={words.typeAsComputed} clearable data={TYPES} value={column.type ?? null} onChange={(type) => onChange({ type: type ?? undefined })} />
      <Shown column={column} onChange={onChange} />
    </div>
  );
}

function Shown({ column, onChange }: OneColumnProps) {
  return (
    <>
      <TextInput aria-label={words.labelOf(column.name)} placeholder={words.label} value={column.label ?? ''} onChange={(event) => onChange({ label: event.currentTarget.value === '' ? null : event.currentTarget.value })} />
      <Checkbox label={words.sensitive} aria-label={words.sensitiveOf(column.name)} checked={column.sensitive} onChange={(event) => onChange({ sensitive: event.currentTarget.checked })} />
    </>
  );
}

function free(columns: readonly QueryColumn[]): string {
  for (let number = 1; ; number += 1) {
    const name = `computed_${number}`;
    if (!columns.some((one) => one.name === name)) return name;
  }
}

import { Checkbox, Select, TextInput } from '@mantine/core';
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

/** What the result has. */
export function ColumnList({ columns, onChange }: ColumnListProps) {
  const change = (index: number, update: Partial<QueryColumn>) => onChange(columns.map((one, at) => (at === index ? { ...one, ...update } : one)));
  return (
    <div className={classes['stack']}>
      <p className={form['about']}>{columns.length === 0 ? words.none : words.about}</p>
        {columns.map((one, index) => (
          <div key={one.name} className={classes['card']} role="group" aria-label={one.name}>
            <code className={classes['code']}>{one.name}</code>
            <Select aria-label={words.typeOf(one.name)} data={TYPES} value={one.type} onChange={(type) => type !== null && change(index, { type })} />
            <TextInput aria-label={words.labelOf(one.name)} placeholder={words.label} value={one.label ?? ''} onChange={(event) => change(index, { label: event.currentTarget.value === '' ? null : event.currentTarget.value })} />
            <Checkbox label={words.sensitive} aria-label={words.sensitiveOf(one.name)} checked={one.sensitive} onChange={(event) => change(index, { sensitive: event.currentTarget.checked })} />
          </div>
        ))}
    </div>
  );
}

import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { text } from '@/text';
import type { GridColumn } from './columns';
import type { Condition, Literal } from './filter';
import type { Looks } from './GridRow';
import { literalOf, literalShown } from './operators';
import { RelationSelect } from './RelationSelect';
import classes from './TablePage.module.css';

const words = text.grid.filter;

interface ValueFieldProps {
  condition: Condition;
  column: GridColumn | undefined;
  looks: Looks;
  onChange: (value: Literal | Literal[] | null) => void;
}

const common = { 'aria-label': words.value, className: classes['value'] ?? '' };

/** What a condition compares with, in the control that fits the column. */
export function ValueField(props: ValueFieldProps) {
  const { condition, column, looks, onChange } = props;
  const { value, operator } = condition;
  if (Array.isArray(value) || operator === 'any' || operator === 'none') return <ManyValues {...props} />;
  if (column?.kind === 'boolean') {
    const choices = [
      { value: 'true', label: text.grid.yes },
      { value: 'false', label: text.grid.no },
    ];
    return <Select {...common} data={choices} value={String(value === true)} onChange={(word) => onChange(word === 'true')} />;
  }
  if (column?.kind === 'relation' && column.target !== null) {
    const key = value === null ? null : literalShown(value, looks.manner);
    return <RelationSelect {...common} target={column.target} labels={looks.labels} value={key} onChange={(next) => onChange(next === null ? null : literalOf(column, next, looks.manner))} />;
  }
  return <TypedValue {...props} />;
}

function ManyValues({ condition: { value }, column, onChange }: ValueFieldProps) {
  const chosen = (Array.isArray(value) ? value : value === null ? [] : [value]).map(String);
  const known = column?.options.map((option) => ({ value: option.value, label: option.label })) ?? [];
  const more = chosen.filter((one) => !known.some((option) => option.value === one)).map((one) => ({ value: one, label: one }));
  return <MultiSelect {...common} data={[...known, ...more]} value={chosen} searchable onChange={(all) => onChange(column?.kind === 'number' ? all.map(Number) : all)} />;
}

const INPUTS: Record<string, string> = { date: 'date', datetime: 'datetime-local', time: 'time' };

/** A value that is typed; it counts once the field is left or Enter is pressed. */
function TypedValue({ condition: { value }, column, looks, onChange }: ValueFieldProps) {
  const [typed, setTyped] = useState(() => (Array.isArray(value) ? '' : literalShown(value, looks.manner)));
  const tell = () => onChange(column === undefined ? typed : literalOf(column, typed, looks.manner));
  return <TextInput {...common} type={INPUTS[column?.kind ?? ''] ?? 'text'} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} onBlur={tell} onKeyDown={(event) => event.key === 'Enter' && tell()} />;
}

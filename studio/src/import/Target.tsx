import { MultiSelect, Radio, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { Mode } from '@/api/importFile';
import type { Table, TableSummary } from '@/api/types';
import { text } from '@/text';
import form from '@/ui/Form.module.css';
import { keysOf, MODES, modesOf } from './mappable';

const words = text.importing.target;

export interface TargetState {
  isNew: boolean;
  title: string;
  table: string | null;
  mode: Mode;
  key: string[];
}

interface TargetProps {
  state: TargetState;
  name: string;
  tables: TableSummary[];
  table: Table | undefined;
  /** New tables are for those who design. */
  mayMake: boolean;
  onChange: (changes: Partial<TargetState>) => void;
}

/** A new table, or one that is there and what happens to its rows. */
export function Target({ state, name, tables, table, mayMake, onChange }: TargetProps) {
  return (
    <div className={form['form']}>
      {mayMake && tables.length > 0 && (
        <SegmentedControl
          aria-label={words.way}
          data={[{ value: 'new', label: words.new }, { value: 'existing', label: words.existing }]}
          value={state.isNew ? 'new' : 'existing'}
          onChange={(way) => onChange({ isNew: way === 'new' })}
        />
      )}
      {state.isNew ? (
        <TextInput label={words.newTitle} description={name === '' ? words.titleMissing : words.newHelp(name)} value={state.title} maxLength={200} autoComplete="off" onChange={(event) => onChange({ title: event.currentTarget.value })} />
      ) : (
        <>
          <Select label={words.table} data={tables.map((one) => ({ value: one.ref, label: one.title }))} value={state.table} searchable allowDeselect={false} onChange={(ref) => onChange({ table: ref, key: [] })} />
          <Modes table={table} mode={state.mode} onMode={(mode) => onChange({ mode })} />
          {state.mode !== 'insert' && (
            <MultiSelect label={words.key} description={words.keyHelp} data={table === undefined ? [] : keysOf(table)} value={state.key} searchable onChange={(key) => onChange({ key })} />
          )}
        </>
      )}
    </div>
  );
}

function Modes({ table, mode, onMode }: { table: Table | undefined; mode: Mode; onMode: (mode: Mode) => void }) {
  const allowed = table === undefined ? MODES : modesOf(table);
  return (
    <Radio.Group label={words.mode} value={mode} onChange={onMode}>
      <div className={form['choices']}>
        {MODES.map((one) => (
          <Radio key={one} value={one} disabled={!allowed.includes(one)} label={words.modes[one].label} description={allowed.includes(one) ? words.modes[one].about : words.denied} />
        ))}
      </div>
    </Radio.Group>
  );
}

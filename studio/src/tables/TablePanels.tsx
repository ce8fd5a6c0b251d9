import { Button, Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isObject, type Json, type JsonObject } from '@/designer/document/types';
import { text } from '@/text';
import form from '@/ui/Form.module.css';
import { Section } from '@/ui/Page';
import { labelOfColumn } from './ColumnList';
import classes from './Design.module.css';
import { OrderedColumns, type Choice } from './OrderedColumns';
import { groupsOf, listOf, nameOf, put, setTable, textOf, type TableDraft } from './tableDraft';

const words = text.tables;

interface PanelProps {
  draft: TableDraft;
  /** What is wrong, by dotted place in the definition. */
  errors: ReadonlyMap<string, string>;
  edit: (change: (draft: TableDraft) => TableDraft, about?: string) => void;
}

const choicesOf = (draft: TableDraft): Choice[] => draft.columns.map((one) => ({ value: nameOf(one), label: labelOfColumn(one) }));

/** What the table is called, and how long it remembers. */
export function TableFacts({ draft, errors, edit }: PanelProps) {
  const { table } = draft;
  const set = (key: string, value: Json | undefined, about = key) => edit((was) => setTable(was, key, value), `table ${about}`);
  const line = (key: 'title' | 'singular', label: string, help: string) => <TextInput label={label} description={help} value={textOf(table[key])} error={errors.get(key) ?? null} onChange={(event) => set(key, event.currentTarget.value)} />;
  const keep = isObject(table['keep']) ? table['keep'] : {};
  const kept = (key: 'days' | 'changes', label: string) => (
    <NumberInput label={label} description={words.table.keepHelp} value={typeof keep[key] === 'number' ? keep[key] : ''} error={errors.get(`keep.${key}`) ?? null} allowDecimal={false} min={1} hideControls w={180} onChange={(value) => set('keep', put(keep, key, typeof value === 'number' ? value : undefined), `keep ${key}`)} />
  );
  return (
    <div className={form['form']}>
      {line('title', words.table.title, words.table.titleHelp)}
      {line('singular', words.table.singular, words.table.singularHelp)}
      <Textarea label={words.table.description} value={textOf(table['description'])} autosize minRows={1} onChange={(event) => set('description', event.currentTarget.value)} />
      <Select label={words.table.display} description={words.table.displayHelp} placeholder={words.table.displayAuto} data={choicesOf(draft)} value={textOf(table['display']) || null} error={errors.get('display') ?? null} clearable onChange={(name) => set('display', name ?? undefined)} />
      <Checkbox label={words.table.hidden} description={words.table.hiddenHelp} checked={table['hidden'] === true} onChange={(event) => set('hidden', event.currentTarget.checked || undefined)} />
      {kept('days', words.table.keepDays)}
      {kept('changes', words.table.keepChanges)}
    </div>
  );
}

/** What must hold over several columns. */
export function TableRules({ draft, errors, edit }: PanelProps) {
  const { table } = draft;
  const unique = groupsOf(table['unique']);
  // One column alone is unique at that column.
  const several = unique.flatMap((names, at) => (names.length === 1 ? [] : [{ names, at }]));
  const setUnique = (at: number, names: string[]) => edit((was) => setTable(was, 'unique', at < unique.length ? unique.map((group, index) => (index === at ? names : group)) : [...unique, names]));
  const dropUnique = (at: number) => edit((was) => setTable(was, 'unique', unique.filter((_, index) => index !== at)));
  const checks = listOf(table['checks']).filter(isObject);
  const setChecks = (next: JsonObject[], about?: string) => edit((was) => setTable(was, 'checks', next), about);
  return (
    <>
      <Section title={words.rules.unique} about={words.rules.uniqueAbout}>
        {several.map(({ names, at }, number) => (
          <Removable key={at} label={words.rules.removeUnique(number + 1)} onRemove={() => dropUnique(at)}>
            <MultiSelect label={words.rules.uniqueNumber(number + 1)} data={choicesOf(draft)} value={names} error={errors.get(`unique.${at}`) ?? null} onChange={(next) => setUnique(at, next)} />
          </Removable>
        ))}
        <Add label={words.rules.addUnique} disabled={draft.columns.length < 2} onAdd={() => setUnique(unique.length, draft.columns.slice(0, 2).map(nameOf))} />
      </Section>
      <Section title={words.rules.checks} about={words.rules.checksAbout}>
        {checks.map((check, at) => (
          <Removable key={at} label={words.rules.removeCheck(at + 1)} onRemove={() => setChecks(checks.filter((_, index) => index !== at))}>
            <Check check={check} at={at} choices={choicesOf(draft)} errors={errors} onCheck={(next, about) => setChecks(checks.map((other, index) => (index === at ? next : other)), about)} />
          </Removable>
        ))}
        <Add label={words.rules.addCheck} onAdd={() => setChecks([...checks, { rule: '', message: '' }])} />
      </Section>
    </>
  );
}

interface CheckProps {
  check: JsonObject;
  at: number;
  choices: Choice[];
  errors: ReadonlyMap<string, string>;
  onCheck: (check: JsonObject, about?: string) => void;
}

function Check({ check, at, choices, errors, onCheck }: CheckProps) {
  const typed = (key: 'rule' | 'message', value: string) => onCheck({ ...check, [key]: value }, `check ${at} ${key}`);
  return (
    <fieldset className={classes['check']}>
      <legend>{words.rules.checkNumber(at + 1)}</legend>
      <Textarea className={form['code'] ?? ''} label={words.rules.rule} description={words.rules.ruleHelp} value={textOf(check['rule'])} error={errors.get(`checks.${at}.rule`) ?? errors.get(`checks.${at}`) ?? null} autosize minRows={1} spellCheck={false} onChange={(event) => typed('rule', event.currentTarget.value)} />
      <TextInput label={words.rules.message} description={words.rules.messageHelp} value={textOf(check['message'])} error={errors.get(`checks.${at}.message`) ?? null} onChange={(event) => typed('message', event.currentTarget.value)} />
      <Select label={words.rules.field} placeholder={words.rules.fieldNone} data={choices} value={textOf(check['field']) || null} error={errors.get(`checks.${at}.field`) ?? null} clearable onChange={(name) => onCheck(put(check, 'field', name ?? undefined))} />
    </fieldset>
  );
}

/** What is looked up quickly, and the order when nobody asks for one. */
export function TableSearch({ draft, errors, edit }: PanelProps) {
  const { table } = draft;
  const choices = choicesOf(draft);
  const names = (key: string) => listOf(table[key]).map(textOf);
  const set = (key: string, value: Json) => edit((was) => setTable(was, key, value));
  const indexes = groupsOf(table['indexes']);
  return (
    <>
      <Section title={words.search.search} about={words.search.searchAbout}>
        <OrderedColumns label={words.search.searchIn} names={names('search')} choices={choices} error={errors.get('search') ?? errors.get('search.0')} onChange={(next) => set('search', next)} />
      </Section>
      <Section title={words.search.order} about={words.search.orderAbout}>
        <OrderedColumns label={words.search.sort} names={names('sort')} choices={choices} directions error={errors.get('sort') ?? errors.get('sort.0')} onChange={(next) => set('sort', next)} />
      </Section>
      <Section title={words.search.indexes} about={words.search.indexesAbout}>
        {indexes.map((group, at) => (
          <Removable key={at} label={words.search.removeIndex(at + 1)} onRemove={() => set('indexes', indexes.filter((_, index) => index !== at))}>
            <OrderedColumns label={words.search.indexNumber(at + 1)} names={group} choices={choices} error={errors.get(`indexes.${at}`)} onChange={(next) => set('indexes', indexes.map((other, index) => (index === at ? next : other)))} />
          </Removable>
        ))}
        <Add label={words.search.addIndex} disabled={draft.columns.length === 0} onAdd={() => set('indexes', [...indexes, draft.columns.slice(0, 1).map(nameOf)])} />
      </Section>
    </>
  );
}

function Removable({ label, onRemove, children }: { label: string; onRemove: () => void; children: ReactNode }) {
  return (
    <div className={classes['removable']}>
      <div>{children}</div>
      <Button size="xs" variant="subtle" color="gray" leftSection={<IconTrash size={14} stroke={1.75} />} onClick={onRemove}>
        {label}
      </Button>
    </div>
  );
}

function Add({ label, disabled = false, onAdd }: { label: string; disabled?: boolean; onAdd: () => void }) {
  return (
    <Button size="xs" leftSection={<IconPlus size={14} stroke={1.75} />} disabled={disabled} onClick={onAdd}>
      {label}
    </Button>
  );
}

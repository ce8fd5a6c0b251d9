import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { text } from '@/text';
import type { GridColumn } from '../columns';
import { ConditionFields } from '../FilterPanel';
import type { Looks } from '../GridRow';
import panel from '../TablePage.module.css';
import { meaningOf, MOST_MARKS, NEW_MARK, TONES, withMoved, type Mark } from './marks';
import classes from './Marks.module.css';
import { ToneSign } from './ToneMark';

const words = text.grid.marks;
const icon = { size: 16, stroke: 1.75 };
const WHOLE_ROW = '';

interface MarksPanelProps {
  workspace: string;
  table: string;
  columns: GridColumn[];
  looks: Looks;
  marks: readonly Mark[];
  /** What the server says is wrong with the condition of each. */
  faults: readonly (string | null)[];
  onChange: (marks: Mark[]) => void;
}

/** What makes rows and cells stand out: conditions in their order, each with a tone and what it means. */
export function MarksPanel({ marks, faults, onChange, ...of }: MarksPanelProps) {
  // Rules are told apart while they are moved; what is typed goes along.
  const [keys, setKeys] = useState<number[]>(() => marks.map((_, index) => index));
  const [opened, setOpened] = useState<number | null>(null);
  const shown = keys.length === marks.length ? keys : marks.map((_, index) => index);
  const change = (next: Mark[], nextKeys = shown) => {
    setKeys(nextKeys);
    onChange(next);
  };
  const add = () => {
    const key = Math.max(-1, ...shown) + 1;
    setOpened(key);
    change([...marks, NEW_MARK], [...shown, key]);
  };
  const move = (from: number, to: number) => {
    const order = shown.filter((_, index) => index !== from);
    change(withMoved(marks, from, to), [...order.slice(0, to), shown[from] ?? 0, ...order.slice(to)]);
  };
  return (
    <section className={panel['panel']} aria-label={words.title}>
      {marks.length === 0 && <p className={panel['quiet']}>{words.empty}</p>}
      <ol className={classes['list']}>
        {marks.map((mark, at) => (
          <li key={shown[at]} className={classes['rule']}>
            <MarkLine
              {...of}
              mark={mark}
              fault={faults[at] ?? null}
              isOpen={opened === shown[at]}
              isFirst={at === 0}
              isLast={at === marks.length - 1}
              onOpen={(isOpen) => setOpened(isOpen ? (shown[at] ?? null) : null)}
              onChange={(next) => change(marks.map((one, index) => (index === at ? next : one)))}
              onMove={(by) => move(at, at + by)}
              onRemove={() => change(marks.filter((_, index) => index !== at), shown.filter((_, index) => index !== at))}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button size="xs" variant="subtle" leftSection={<IconPlus {...icon} />} disabled={marks.length >= MOST_MARKS} onClick={add}>
          {words.add}
        </Button>
      </div>
    </section>
  );
}

interface MarkLineProps extends Omit<MarksPanelProps, 'marks' | 'faults' | 'onChange'> {
  mark: Mark;
  fault: string | null;
  isOpen: boolean;
  isFirst: boolean;
  isLast: boolean;
  onOpen: (isOpen: boolean) => void;
  onChange: (mark: Mark) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

function MarkLine({ workspace, table, columns, looks, mark, fault, isOpen, isFirst, isLast, onOpen, onChange, onMove, onRemove }: MarkLineProps) {
  const meaning = meaningOf(mark) || words.unnamed;
  const places = [{ value: WHOLE_ROW, label: words.wholeRow }, ...columns.map((column) => ({ value: column.name, label: column.label }))];
  return (
    <div className={classes['rule']} role="group" aria-label={meaning}>
      <div className={classes['line']}>
        <TextInput className={classes['name'] ?? ''} aria-label={words.name} placeholder={words.name} value={mark.name} autoFocus={isOpen} maxLength={100} onChange={(event) => onChange({ ...mark, name: event.currentTarget.value })} />
        <Select
          className={classes['tone'] ?? ''}
          aria-label={words.tone}
          data={TONES.map((tone) => ({ value: tone, label: words.tones[tone] }))}
          value={mark.tone}
          allowDeselect={false}
          leftSection={<ToneSign tone={mark.tone} />}
          renderOption={({ option }) => (
            <span className={classes['option']}>
              <ToneSign tone={option.value} /> {option.label}
            </span>
          )}
          onChange={(tone) => tone !== null && onChange({ ...mark, tone })}
        />
        <Select className={classes['where'] ?? ''} aria-label={words.where} data={places} value={mark.column ?? WHOLE_ROW} allowDeselect={false} searchable={places.length > 8} onChange={(name) => onChange({ ...mark, column: name === null || name === WHOLE_ROW ? null : name })} />
        <Button size="xs" aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
          {words.condition}
        </Button>
        <ActionIcon aria-label={words.up(meaning)} disabled={isFirst} onClick={() => onMove(-1)}>
          <IconArrowUp {...icon} />
        </ActionIcon>
        <ActionIcon aria-label={words.down(meaning)} disabled={isLast} onClick={() => onMove(1)}>
          <IconArrowDown {...icon} />
        </ActionIcon>
        <ActionIcon aria-label={words.remove(meaning)} onClick={onRemove}>
          <IconX {...icon} />
        </ActionIcon>
      </div>
      {!isOpen && fault !== null && mark.when !== '' && (
        <p className={classes['wrong']} role="alert">
          {fault}
        </p>
      )}
      {isOpen && (
        <div className={classes['condition']}>
          <ConditionFields workspace={workspace} table={table} columns={columns} looks={looks} filter={mark.when} begin={null} error={mark.when === '' ? null : fault} said={words.fields} onFilter={(when) => onChange({ ...mark, when })} />
        </div>
      )}
    </div>
  );
}

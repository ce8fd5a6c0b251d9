import { ActionIcon, Button, SegmentedControl, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { RuleField } from '@/roles/RuleField';
import { text } from '@/text';
import type { GridColumn } from './columns';
import { expressionOf, groupOf, isGroup, type Condition, type Group, type Operator } from './filter';
import type { Looks } from './GridRow';
import { firstCondition, operatorsOf } from './operators';
import classes from './TablePage.module.css';
import { ValueField } from './ValueField';

const words = text.grid.filter;
const icon = { size: 16, stroke: 1.75 };
/** Deeper groups are possible as text. */
const DEEPEST = 2;

interface FilterPanelProps {
  workspace: string;
  table: string;
  columns: GridColumn[];
  looks: Looks;
  filter: string;
  /** A column to begin a condition on. */
  begin: string | null;
  error: string | null;
  onFilter: (filter: string) => void;
}

/** The filter of the rows. */
export function FilterPanel(props: FilterPanelProps) {
  return (
    <section className={classes['panel']} aria-label={words.title}>
      <ConditionFields {...props} said={words} />
    </section>
  );
}

/** A condition as conditions in groups, or as the expression that it is. */
export function ConditionFields({ workspace, table, columns, looks, filter, begin, error, said, onFilter }: FilterPanelProps & { said: { title: string; empty: string; clear: string } }) {
  const usable = columns.filter((column) => column.usable);
  const [group, setGroup] = useState<Group | null>(() => begun(groupOf(filter), usable.find((column) => column.name === begin)));
  const [isText, setText] = useState(group === null);
  const [typed, setTyped] = useState(filter);
  const change = (next: Group) => {
    setGroup(next);
    const made = expressionOf(next);
    setTyped(made);
    if (made !== filter) onFilter(made);
  };
  const turn = (toText: boolean) => {
    if (!toText) setGroup(groupOf(typed));
    setText(toText);
  };
  const clear = () => {
    setGroup({ join: 'and', items: [] });
    setTyped('');
    onFilter('');
  };
  return (
    <>
      <div className={classes['line']}>
        <SegmentedControl size="xs" aria-label={said.title} data={[{ value: 'builder', label: words.builder }, { value: 'text', label: words.asText }]} value={isText ? 'text' : 'builder'} onChange={(mode) => turn(mode === 'text')} />
        <span className={classes['grow']} />
        {(filter !== '' || typed !== '') && (
          <Button size="xs" variant="subtle" onClick={clear}>
            {said.clear}
          </Button>
        )}
      </div>
      {isText ? (
        <form
          className={classes['group']}
          onSubmit={(event) => {
            event.preventDefault();
            onFilter(typed.trim());
          }}
        >
          <RuleField workspace={workspace} table={table} value={typed} error={error} onChange={setTyped} />
          <div>
            <Button type="submit" size="xs" variant="filled" disabled={typed.trim() === filter}>
              {words.apply}
            </Button>
          </div>
        </form>
      ) : group === null ? (
        <p className={classes['quiet']}>{words.textOnly}</p>
      ) : (
        <GroupEditor group={group} depth={1} columns={usable} looks={looks} empty={said.empty} onChange={change} />
      )}
    </>
  );
}

function begun(group: Group | null, column: GridColumn | undefined): Group | null {
  if (group === null || column === undefined) return group;
  const condition = firstCondition(column);
  return group.join === 'and' ? { join: 'and', items: [...group.items, condition] } : { join: 'and', items: [group, condition] };
}

interface GroupEditorProps {
  group: Group;
  depth: number;
  columns: GridColumn[];
  looks: Looks;
  /** What no condition at all means. */
  empty: string;
  onChange: (group: Group) => void;
  onRemove?: () => void;
}

function GroupEditor({ group, depth, columns, looks, empty, onChange, onRemove }: GroupEditorProps) {
  const items = (next: (Condition | Group)[]) => onChange({ ...group, items: next });
  const replace = (index: number, item: Condition | Group) => items(group.items.map((one, place) => (place === index ? item : one)));
  const drop = (index: number) => items(group.items.filter((_, place) => place !== index));
  const first = columns[0];
  return (
    <div className={classes['group']} role="group" aria-label={group.join === 'and' ? words.all : words.any}>
      {group.items.length === 0 && depth === 1 && <p className={classes['quiet']}>{empty}</p>}
      {group.items.length > 1 && (
        <SegmentedControl size="xs" aria-label={words.joinLabel} data={[{ value: 'and', label: words.all }, { value: 'or', label: words.any }]} value={group.join} onChange={(join) => onChange({ ...group, join: join })} style={{ alignSelf: 'start' }} />
      )}
      {group.items.map((item, index) =>
        isGroup(item) ? (
          <GroupEditor key={index} group={item} depth={depth + 1} columns={columns} looks={looks} empty={empty} onChange={(next) => replace(index, next)} onRemove={() => drop(index)} />
        ) : (
          <ConditionEditor key={index} condition={item} columns={columns} looks={looks} onChange={(next) => replace(index, next)} onRemove={() => drop(index)} />
        ),
      )}
      <div className={classes['line']}>
        {first !== undefined && (
          <Button size="xs" variant="subtle" leftSection={<IconPlus {...icon} />} onClick={() => items([...group.items, firstCondition(first)])}>
            {words.add}
          </Button>
        )}
        {first !== undefined && depth <= DEEPEST && (
          <Button size="xs" variant="subtle" leftSection={<IconPlus {...icon} />} onClick={() => items([...group.items, { join: group.join === 'and' ? 'or' : 'and', items: [firstCondition(first)] }])}>
            {words.addGroup}
          </Button>
        )}
        {onRemove !== undefined && (
          <Button size="xs" variant="subtle" leftSection={<IconX {...icon} />} onClick={onRemove}>
            {words.removeGroup}
          </Button>
        )}
      </div>
    </div>
  );
}

interface ConditionEditorProps {
  condition: Condition;
  columns: GridColumn[];
  looks: Looks;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

function ConditionEditor({ condition, columns, looks, onChange, onRemove }: ConditionEditorProps) {
  const column = columns.find((one) => one.name === condition.column);
  const isTime = column?.kind === 'date' || column?.kind === 'datetime';
  const word = (operator: Operator) => (isTime && operator in words.times ? words.times[operator as keyof typeof words.times] : words.operators[operator]);
  const operators = column === undefined ? [condition.operator] : [...new Set([...operatorsOf(column), condition.operator])];
  const choices = columns.map((one) => ({ value: one.name, label: one.label }));
  return (
    <div className={classes['condition']}>
      <Select
        aria-label={words.column}
        className={classes['column'] ?? ''}
        data={column === undefined ? [...choices, { value: condition.column, label: condition.column }] : choices}
        value={condition.column}
        searchable
        onChange={(name) => {
          const next = columns.find((one) => one.name === name);
          if (next !== undefined && next.name !== condition.column) onChange(firstCondition(next));
        }}
      />
      <Select
        aria-label={words.operator}
        className={classes['operator'] ?? ''}
        data={operators.map((operator) => ({ value: operator, label: word(operator) }))}
        value={condition.operator}
        onChange={(operator) => operator !== null && onChange({ ...condition, operator: operator })}
      />
      {condition.operator !== 'empty' && condition.operator !== 'filled' && <ValueField condition={condition} column={column} looks={looks} onChange={(value) => onChange({ ...condition, value })} />}
      <ActionIcon aria-label={words.removeCondition} onClick={onRemove}>
        <IconX {...icon} />
      </ActionIcon>
    </div>
  );
}

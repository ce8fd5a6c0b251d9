import { Checkbox, CloseButton, Radio } from '@mantine/core';
import type { Column, RowVerb, TableGrant } from '@/api/types';
import { text } from '@/text';
import { ColumnRights } from './ColumnRights';
import type { FieldErrors } from './fieldErrors';
import { ROW_VERBS } from './roleDraft';
import { RuleField } from './RuleField';
import classes from './TablePanel.module.css';

const words = text.roles.panel;
/** A condition that is being begun: kept as a space, which means nothing to the server. */
const BEGUN = ' ';

interface GrantCardProps {
  workspace: string;
  grant: TableGrant;
  number: number;
  only: boolean;
  verbs: RowVerb[];
  group: string;
  columns: Column[] | undefined;
  errors: FieldErrors;
  onChange: (changes: Partial<TableGrant>) => void;
  onRemove: () => void;
}

/** One rule: what may be done, with which rows, and with which of their columns. */
export function GrantCard({ workspace, grant, number, only, verbs, group, columns, errors, onChange, onRemove }: GrantCardProps) {
  const can = grant.can ?? ['read'];
  const rows = grant.rows ?? '';
  const toggle = (verb: RowVerb) => onChange({ can: ROW_VERBS.filter((held) => (held === verb ? !can.includes(verb) : can.includes(held))) });
  const own = errors.at('') ?? errors.at('table') ?? errors.at('can');
  return (
    <fieldset className={classes['rule']}>
      <legend>
        {only ? words.may : words.rule(number)}
        <CloseButton size="sm" aria-label={words.remove(number)} onClick={onRemove} />
      </legend>
      {own !== null && (
        <p className={classes['error']} role="alert">
          {own}
        </p>
      )}
      <div className={classes['verbs']}>
        {ROW_VERBS.filter((verb) => verbs.includes(verb) || can.includes(verb)).map((verb) => (
          <Checkbox key={verb} label={text.roles.tables.verbs[verb]} checked={can.includes(verb)} disabled={can.length === 1 && can.includes(verb)} onChange={() => toggle(verb)} />
        ))}
      </div>
      <Radio.Group aria-label={words.rows} value={rows === '' ? 'all' : 'some'} onChange={(value) => onChange({ rows: value === 'all' ? null : BEGUN })}>
        <div className={classes['choices']}>
          <Radio value="all" label={words.all} size="xs" />
          <Radio value="some" label={words.where} size="xs" />
        </div>
      </Radio.Group>
      {rows !== '' && (
        <RuleField workspace={workspace} table={grant.table} value={rows === BEGUN ? '' : rows} error={errors.at('rows')} onChange={(value) => onChange({ rows: value === '' ? BEGUN : value })} />
      )}
      {columns === undefined ? (
        grant.table.endsWith('*') && <p className={classes['quiet']}>{words.noColumns}</p>
      ) : (
        <ColumnRights grant={grant} columns={columns} group={group} onChange={onChange} />
      )}
    </fieldset>
  );
}

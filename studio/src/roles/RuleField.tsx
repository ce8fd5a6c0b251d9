import { Textarea } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useId } from 'react';
import { useRuleHelp } from '@/api/roles';
import { text } from '@/text';
import { listAttributes, Suggestions } from '@/ui/suggest/Suggestions';
import { useSuggestions } from '@/ui/suggest/useSuggestions';
import classes from './RuleField.module.css';

const words = text.roles.panel;

interface RuleFieldProps {
  workspace: string;
  table: string;
  value: string;
  /** What the server said when the whole role was checked or saved. */
  error: string | null;
  onChange: (value: string) => void;
}

/** A condition on rows: checked while it is written, with what could come next below it. */
export function RuleField({ workspace, table, value, error, onChange }: RuleFieldProps) {
  const list = useId();
  const { field, offers, active, message, right, take, listen } = useSuggestions({ value, error, onChange, useHelp: (expression, cursor, enabled) => useRuleHelp(workspace, { table, expression, cursor }, enabled) });
  return (
    <div className={classes['rule']} onBlur={listen.onBlur}>
      <Textarea
        ref={field}
        label={words.expression}
        description={words.expressionHelp}
        error={message}
        value={value}
        autosize
        minRows={1}
        maxRows={6}
        spellCheck={false}
        autoCapitalize="off"
        className={classes['code'] ?? ''}
        {...listAttributes(list, offers, active)}
        onChange={listen.onChange}
        onSelect={listen.onSelect}
        onClick={listen.onClick}
        onKeyDown={listen.onKeyDown}
      />
      {right && (
        <span className={classes['fine']}>
          <IconCircleCheck size={14} stroke={1.75} aria-hidden /> {words.checked}
        </span>
      )}
      <Suggestions id={list} offers={offers} active={active} onTake={take} />
    </div>
  );
}

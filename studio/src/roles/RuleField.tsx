import { Textarea } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useId } from 'react';
import { text } from '@/text';
import classes from './RuleField.module.css';
import { useSuggestions } from './useSuggestions';

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
  const { field, offers, active, message, right, take, listen } = useSuggestions(workspace, table, value, error, onChange);
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
        aria-autocomplete="list"
        aria-haspopup="listbox"
        {...(offers.length > 0 ? { 'aria-controls': list } : {})}
        {...(offers[active] === undefined ? {} : { 'aria-activedescendant': `${list}-${active}` })}
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
      {offers.length > 0 && (
        <ul id={list} role="listbox" aria-label={words.suggestions} className={classes['offers']}>
          {offers.map((offer, index) => (
            <li key={offer.insert} id={`${list}-${index}`} role="option" aria-selected={index === active} data-active={index === active || undefined} onMouseDown={(event) => event.preventDefault()} onClick={() => take(offer)}>
              <code>{offer.insert}</code>
              <span>{offer.detail}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

import { useId, useState } from 'react';
import { useExpressionHelp } from '@/api/designer';
import { text } from '@/text';
import { GrowingTextarea } from '@/ui/GrowingTextarea';
import { listAttributes, Suggestions } from '@/ui/suggest/Suggestions';
import { useSuggestions, type Help } from '@/ui/suggest/useSuggestions';
import type { Path } from '../document/types';
import classes from './Inspector.module.css';
import { fallbackText, type ControlProps } from './Setting';
import { useInspector } from './useInspector';
import { writeWord } from './words';

const words = text.designer.expression;

interface ExpressionHelp extends Help {
  type: string | null;
  value: string | null;
  of_row: boolean;
}

/** Text that may hold `{{ … }}`: completed and checked while it is written, with what it gives now below. */
export function ExpressionControl({ id, label, help: about, error, shape, path, value, required, onChange }: ControlProps) {
  const list = useId();
  const [focused, setFocused] = useState(false);
  const written = typeof value === 'string' ? value : writeWord(value);
  const code = written.includes('{{');
  const { field, offers, active, message, current, take, listen } = useSuggestions<ExpressionHelp>({
    value: written,
    error,
    lines: true,
    onChange: (next) => onChange(next === '' && !required ? undefined : next),
    useHelp: (words, cursor, enabled) => useHelp(path, words, cursor, enabled && focused && code),
  });
  return (
    <div
      className={classes['expression']}
      onFocus={() => setFocused(true)}
      onBlur={() => {
        setFocused(false);
        listen.onBlur();
      }}
    >
      <GrowingTextarea
        ref={field}
        id={id}
        label={label}
        description={about}
        error={message}
        aria-required={required}
        className={code ? (classes['code'] ?? '') : ''}
        value={written}
        placeholder={fallbackText(shape)}
        maxRows={10}
        spellCheck={false}
        {...(code ? listAttributes(list, offers, active) : {})}
        onChange={listen.onChange}
        onSelect={listen.onSelect}
        onKeyDown={listen.onKeyDown}
      />
      {message === null && <Gives id={id} help={current} />}
      <Suggestions id={list} offers={offers} active={active} onTake={take} />
    </div>
  );
}

/** What the expression gives to whoever writes it; nothing where only running the screen tells. */
function Gives({ id, help }: { id: string; help: ExpressionHelp | undefined }) {
  if (help === undefined || help.value === null) return null;
  return (
    <output className={classes['value']} htmlFor={id}>
      <span>{help.of_row ? words.firstRow : words.now}</span> <code>{help.value === '' ? words.empty : help.value}</code>
    </output>
  );
}

/** The help of the server for a place of the screen. */
function useHelp(path: Path, words: string, cursor: number, enabled: boolean): { data: ExpressionHelp | undefined; isPlaceholderData: boolean } {
  const { subject, doc, params, role, user, locale } = useInspector();
  const { data, isPlaceholderData } = useExpressionHelp(subject, doc, { path, text: words, cursor, params, as_role: role, as_user: user, locale }, enabled);
  if (data === undefined || !enabled) return { data: undefined, isPlaceholderData };
  const { fault, hint, ...rest } = data;
  return { data: { ...rest, fault: fault === null ? null : { message: fault, hint } }, isPlaceholderData };
}

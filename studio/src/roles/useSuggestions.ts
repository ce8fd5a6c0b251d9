import { useDebouncedValue } from '@mantine/hooks';
import { useLayoutEffect, useRef, useState, type ChangeEvent, type KeyboardEvent, type SyntheticEvent } from 'react';
import { useRuleHelp } from '@/api/roles';
import type { RuleHelp, Suggestion } from '@/api/types';
import { inserted } from './inserted';

const PAUSE_MS = 150;
const OFFERED = 8;
/** A condition that is still being typed is not called wrong. */
const SETTLED_MS = 900;

/** Checking and completing a condition: what to offer at the cursor, which of it is chosen, what to say below. */
export function useSuggestions(workspace: string, table: string, value: string, error: string | null, onChange: (value: string) => void) {
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  const [cursor, setCursor] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [asked] = useDebouncedValue({ table, expression: value, cursor }, PAUSE_MS);
  const [settled] = useDebouncedValue(value, SETTLED_MS);
  const help = useRuleHelp(workspace, asked, value.trim() !== '' || open);
  const current = help.isPlaceholderData || asked.expression !== value ? undefined : help.data;
  const offers = open ? (help.data?.suggestions ?? []).slice(0, OFFERED) : [];

  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [value]);

  const take = (offer: Suggestion) => {
    const made = inserted(value, cursor, help.data?.start ?? cursor, offer.insert);
    caret.current = made.cursor;
    setCursor(made.cursor);
    setActive(-1);
    setOpen(/[.(]$/.test(offer.insert));
    onChange(made.text);
    field.current?.focus();
  };

  const step = (by: number) => {
    setOpen(true);
    if (offers.length > 0) setActive((was) => (Math.max(was, by > 0 ? -1 : 0) + by + offers.length) % offers.length);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && offers.length > 0) {
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      step(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      event.preventDefault(); // A condition is one line.
      const offer = offers[active];
      if (offer !== undefined) take(offer);
    }
  };

  const message = settled === value ? (faultOf(current, value) ?? error) : null;
  return {
    field,
    offers,
    active,
    message,
    right: current?.fault === null && message === null && value.trim() !== '',
    take,
    listen: {
      onKeyDown,
      onBlur: () => setOpen(false),
      onClick: () => setOpen(value.trim() === ''),
      onSelect: (event: SyntheticEvent<HTMLTextAreaElement>) => setCursor(event.currentTarget.selectionStart),
      onChange: (event: ChangeEvent<HTMLTextAreaElement>) => {
        setCursor(event.currentTarget.selectionStart);
        setOpen(isBegun(event.currentTarget.value.slice(0, event.currentTarget.selectionStart)));
        setActive(-1);
        onChange(event.currentTarget.value.replaceAll('\n', ' '));
      },
    },
  };
}

/** Whether the text ends in something a suggestion could finish: a name, a path, a value that is compared. */
const isBegun = (text: string) => /(?:[A-Za-z_]\w*|\.|[=!]=\s*['"]?)$/.test(text);

function faultOf(help: RuleHelp | undefined, value: string): string | null {
  if (!help?.fault || value.trim() === '') return null;
  return [help.fault.message, help.fault.hint].filter(Boolean).join(' ');
}

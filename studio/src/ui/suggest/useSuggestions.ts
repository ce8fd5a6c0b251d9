import { useDebouncedValue } from '@mantine/hooks';
import { useLayoutEffect, useRef, useState, type ChangeEvent, type KeyboardEvent, type SyntheticEvent } from 'react';
import type { Suggestion } from '@/api/types';
import { inserted } from './inserted';

const PAUSE_MS = 150;
const OFFERED = 8;
/** A condition that is still being typed is not called wrong. */
const SETTLED_MS = 900;

/** What the server says of a text and a cursor in it. */
export interface Help {
  fault: { message: string; hint: string | null } | null;
  start: number;
  suggestions: Suggestion[];
}

interface Written<H extends Help> {
  value: string;
  /** What the server said when the whole was checked or saved. */
  error: string | null;
  onChange: (value: string) => void;
  /** Asks for help; each answer may stay until the next is there. */
  useHelp: (text: string, cursor: number, enabled: boolean) => { data: H | undefined; isPlaceholderData: boolean };
  /** Text of several lines; else it is one line, whatever is typed. */
  lines?: boolean;
}

/** Checking and completing a condition or an expression: what to offer at the cursor, which of it is chosen, what to say below. */
export function useSuggestions<H extends Help>({ value, error, onChange, useHelp, lines = false }: Written<H>) {
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  const [cursor, setCursor] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [asked] = useDebouncedValue({ text: value, cursor }, PAUSE_MS);
  const [settled] = useDebouncedValue(value, SETTLED_MS);
  const help = useHelp(asked.text, asked.cursor, value.trim() !== '' || open);
  const isFresh = !help.isPlaceholderData && asked.text === value;
  const current = isFresh ? help.data : undefined;
  const offers = open ? offered(help.data) : [];

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
      const offer = offers[active];
      if (!lines || offer !== undefined) event.preventDefault();
      if (offer !== undefined) take(offer);
    }
  };

  const message = settled === value ? (faultOf(current, value) ?? error) : null;
  return {
    field,
    current,
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
        onChange(lines ? event.currentTarget.value : event.currentTarget.value.replaceAll('\n', ' '));
      },
    },
  };
}

const offered = (help: Help | undefined): Suggestion[] => (help?.suggestions ?? []).slice(0, OFFERED);

/** Whether the text ends in something a suggestion could finish: a name, a path, a value that is compared. */
const isBegun = (text: string) => /(?:[A-Za-z_]\w*|\.|[=!]=\s*['"]?)$/.test(text);

function faultOf(help: Help | undefined, value: string): string | null {
  if (!help?.fault || value.trim() === '') return null;
  return [help.fault.message, help.fault.hint].filter(Boolean).join(' ');
}

import { ActionIcon, Textarea, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { text } from '@/text';
import { editText } from '../values';
import classes from './Edit.module.css';
import { firstText, givenBy, type After, type EditorProps } from './given';

const MODES: Record<string, 'decimal' | 'email' | 'url'> = { number: 'decimal', email: 'email', url: 'url' };

/** Where Enter and Tab lead; null for other keys. Alt+Enter is a new line. */
function afterKey({ key, shiftKey, altKey, nativeEvent }: KeyboardEvent): After | null {
  if (nativeEvent.isComposing || altKey) return null;
  if (key === 'Enter') return shiftKey ? 'up' : 'down';
  return key === 'Tab' ? (shiftKey ? 'back' : 'next') : null;
}

/** Anything that is typed: text, numbers, dates, JSON. */
export function TextEditor(props: EditorProps) {
  const { column, value, typed: before, isReplacing, looks, label, onGive, onType } = props;
  const [typed, setTyped] = useState(() => firstText(props));
  const isOver = useRef(false);
  const wasTyped = useRef(isReplacing);
  const give = (after: After, last: string = typed) => {
    if (isOver.current) return;
    isOver.current = true;
    const isSame = before === null && last === editText(column, value, looks.manner);
    onGive(isSame || (!wasTyped.current && before === null) ? null : givenBy(column, last, looks), after);
  };
  const type = (next: string) => {
    wasTyped.current = true;
    setTyped(next);
    onType(givenBy(column, next, looks));
  };
  const common = {
    'aria-label': label,
    // Escape is the cell's, not that of a drawer around it.
    'data-mantine-stop-propagation': true,
    'data-autofocus': true,
    autoFocus: true,
    value: typed,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => type(event.currentTarget.value),
    onBlur: () => give('stay'),
    onFocus: ({ currentTarget: field }: React.FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => field.setSelectionRange(field.value.length, field.value.length),
    onKeyDown: (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      const after = afterKey(event);
      if (after !== null) {
        event.preventDefault();
        give(after);
      } else if (event.key === 'Enter' && event.altKey && isLong) {
        event.preventDefault();
        const { selectionStart: start, selectionEnd: end } = event.currentTarget;
        type(`${typed.slice(0, start ?? 0)}\n${typed.slice(end ?? 0)}`);
      }
    },
  };
  const isLong = column.kind === 'long' || column.kind === 'json' || (column.kind === 'text' && typed.includes('\n'));
  if (isLong) return <Textarea {...common} autosize minRows={2} maxRows={10} classNames={{ input: classes['area'] ?? '' }} />;
  const hasCalendar = column.kind === 'date' || column.kind === 'datetime';
  return (
    <TextInput
      {...common}
      inputMode={MODES[column.kind] ?? 'text'}
      classNames={{ input: classes['field'] ?? '' }}
      data-kind={column.kind}
      rightSection={hasCalendar ? <Calendar typed={typed} onPick={(day) => type(column.kind === 'date' ? day : `${day} ${/\d{1,2}:\d{2}.*$/.exec(typed)?.[0] ?? '00:00'}`)} /> : null}
    />
  );
}

/** Opens the browser's own calendar. */
function Calendar({ typed, onPick }: { typed: string; onPick: (day: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <ActionIcon size="sm" tabIndex={-1} aria-label={text.gridEdit.pickDate} onMouseDown={(event) => event.preventDefault()} onClick={() => field.current?.showPicker()}>
        <IconCalendar size={16} stroke={1.75} />
      </ActionIcon>
      <input ref={field} type="date" tabIndex={-1} aria-hidden className={classes['picker']} value={/^\d{4}-\d\d-\d\d/.exec(typed)?.[0] ?? ''} onChange={(event) => onPick(event.currentTarget.value)} />
    </>
  );
}

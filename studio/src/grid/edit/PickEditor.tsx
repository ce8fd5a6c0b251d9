import { Select } from '@mantine/core';
import { useRef, type FocusEvent, type KeyboardEvent } from 'react';
import { text } from '@/text';
import { RelationSelect } from '../RelationSelect';
import { plainText } from '../values';
import classes from './Edit.module.css';
import type { After, EditorProps } from './given';

/** One option of the column. */
export function OptionEditor(props: EditorProps) {
  const { column, value, isReplacing } = props;
  const { box, common } = usePicking(props, (chosen) => chosen);
  const known = column.options.map((option) => ({ value: option.value, label: option.label }));
  const current = value === null || value === undefined ? null : plainText(value);
  const data = current === null || known.some((one) => one.value === current) ? known : [...known, { value: current, label: current }];
  return (
    <div {...box}>
      <Select {...common} data={data} value={isReplacing ? null : current} searchable />
    </div>
  );
}

/** One row of another table. */
export function PickEditor(props: EditorProps) {
  const { column, value, isReplacing, looks } = props;
  const { box, common } = usePicking(props, (chosen) => (column.type === 'integer' && /^-?\d{1,15}$/.test(chosen) ? Number(chosen) : chosen));
  if (column.target === null) return null;
  const current = value === null || value === undefined ? null : plainText(value);
  return (
    <div {...box}>
      <RelationSelect {...common} target={column.target} labels={looks.labels} value={isReplacing ? null : current} onChange={() => undefined} />
    </div>
  );
}

function usePicking({ label, onGive }: EditorProps, valueOf: (chosen: string) => unknown) {
  const isOver = useRef(false);
  const after = useRef<After>('stay');
  const give = (chosen: string | null) => {
    if (isOver.current) return;
    isOver.current = true;
    onGive(chosen === null ? null : { value: valueOf(chosen), typed: null, problem: null }, after.current);
  };
  const isSteered = useRef(false);
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key !== 'Enter' && event.key !== 'Tab') {
      isSteered.current = event.key.startsWith('Arrow');
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    after.current = AFTER[event.key][event.shiftKey ? 1 : 0];
    optionMeant(event.target as HTMLInputElement, isSteered.current)?.click();
    if (event.key === 'Tab') give(null);
  };
  const common = {
    'aria-label': label,
    // Escape is the cell's, not that of a drawer around it.
    'data-mantine-stop-propagation': true,
    className: classes['pick'] ?? '',
    placeholder: text.gridEdit.choose,
    autoFocus: true,
    defaultDropdownOpened: true,
    allowDeselect: false,
    onOptionSubmit: give,
    onFocus: (event: FocusEvent<HTMLInputElement>) => event.currentTarget.select(),
    onBlur: () => give(null),
  };
  return { box: { onKeyDownCapture, onPointerDownCapture: () => (after.current = 'stay') }, common };
}

const AFTER: Record<'Enter' | 'Tab', [After, After]> = { Enter: ['down', 'up'], Tab: ['next', 'back'] };

/** The option that arrows have gone to, or else the first one that has the words that were typed: what was found for other words is not meant. */
function optionMeant(field: HTMLInputElement, isSteered: boolean): HTMLElement | null {
  const list = document.getElementById(field.getAttribute('aria-controls') ?? '');
  if (list === null) return null;
  if (isSteered) return list.querySelector<HTMLElement>('[data-combobox-selected]');
  const words = field.value.trim().toLowerCase();
  return [...list.querySelectorAll<HTMLElement>('[data-combobox-option]')].find((option) => option.textContent.toLowerCase().includes(words)) ?? null;
}

import { MultiSelect, TagsInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { same } from '@/ui/same';
import type { Target } from '../columns';
import { plainText } from '../values';
import classes from './Edit.module.css';
import type { After, EditorProps } from './given';

const PAUSE_MS = 200;

/** Several values: options, free words, or rows of another table. Enter adds one, Tab is done. */
export function ManyEditor(props: EditorProps) {
  const { column, value, looks, label, onGive } = props;
  const before = Array.isArray(value) ? value.map(plainText) : [];
  const [chosen, setChosen] = useState(before);
  const isOver = useRef(false);
  const give = (after: After) => {
    if (isOver.current) return;
    isOver.current = true;
    const values = column.kind === 'links' && chosen.every((one) => /^\d{1,15}$/.test(one)) ? chosen.map(Number) : chosen;
    onGive(same(chosen, before) ? null : { value: values, typed: null, problem: null }, after);
  };
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    give(event.shiftKey ? 'back' : 'next');
  };
  const common = { 'aria-label': label, 'data-mantine-stop-propagation': true, className: classes['pick'] ?? '', autoFocus: true, value: chosen, onChange: setChosen, onBlur: () => give('stay') };
  return (
    <div onKeyDownCapture={onKeyDownCapture}>
      {column.kind === 'links' && column.target !== null ? (
        <LinkSelect {...common} target={column.target} labels={looks.labels} />
      ) : column.options.length > 0 ? (
        <MultiSelect {...common} defaultDropdownOpened searchable data={column.options.map((option) => ({ value: option.value, label: option.label }))} />
      ) : (
        <TagsInput {...common} acceptValueOnBlur />
      )}
    </div>
  );
}

interface LinkSelectProps {
  target: Target;
  labels: EditorProps['looks']['labels'];
  value: string[];
  onChange: (keys: string[]) => void;
  'aria-label': string;
  className: string;
  'data-mantine-stop-propagation': boolean;
  autoFocus: boolean;
  onBlur: () => void;
}

/** Chooses rows of another table by name; typing searches it. */
function LinkSelect({ target, labels, value, ...rest }: LinkSelectProps) {
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words, PAUSE_MS);
  const found = useQuery({ queryKey: ['relation', labels, target.table, asked], queryFn: ({ signal }) => labels.find(target, asked, signal), placeholderData: (before) => before, staleTime: 5000 });
  const choices = (found.data ?? []).map((one) => ({ value: one.key, label: one.label }));
  const chosen = value.filter((key) => !choices.some((one) => one.value === key)).map((key) => ({ value: key, label: labels.label(target, key) }));
  return <MultiSelect {...rest} value={value} defaultDropdownOpened searchable data={[...chosen, ...choices]} onSearchChange={setWords} filter={({ options }) => options} maxDropdownHeight={240} />;
}

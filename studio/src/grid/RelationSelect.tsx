import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Target } from './columns';
import type { LabelStore } from './labelStore';

interface RelationSelectProps extends Pick<SelectProps, 'autoFocus' | 'defaultDropdownOpened' | 'onOptionSubmit' | 'onFocus' | 'onBlur' | 'selectFirstOptionOnChange' | 'allowDeselect' | 'placeholder' | 'readOnly'> {
  target: Target;
  labels: LabelStore;
  value: string | null;
  onChange: (key: string | null) => void;
  'aria-label'?: string;
  label?: string;
  className?: string;
  error?: string | null;
  description?: string | null;
  clearable?: boolean;
  'data-mantine-stop-propagation'?: boolean;
}

const PAUSE_MS = 200;

/** Chooses a row of another table by name; typing searches it. */
export function RelationSelect({ target, labels, value, onChange, ...rest }: RelationSelectProps) {
  const [words, setWords] = useState('');
  const current = value === null ? '' : labels.label(target, value);
  const [asked] = useDebouncedValue(words === current ? '' : words, PAUSE_MS);
  const found = useQuery({ queryKey: ['relation', labels, target.table, asked], queryFn: ({ signal }) => labels.find(target, asked, signal), placeholderData: (before) => before, staleTime: 5000 });
  const choices = (found.data ?? []).map((one) => ({ value: one.key, label: one.label }));
  const data = value === null || choices.some((one) => one.value === value) ? choices : [{ value, label: current }, ...choices];
  return <Select {...rest} data={data} value={value} onChange={onChange} searchable onSearchChange={setWords} filter={({ options }) => options} maxDropdownHeight={240} />;
}

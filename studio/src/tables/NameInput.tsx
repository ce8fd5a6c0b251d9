import { TextInput } from '@mantine/core';
import { useState } from 'react';
import form from '@/ui/Form.module.css';

interface NameInputProps {
  label: string;
  help: string;
  value: string;
  /** Why a name cannot be; null when it can. */
  refuse: (name: string) => string | null;
  error?: string | undefined;
  onName: (name: string) => void;
}

/** A permanent name: what is typed becomes the name when it is done with, and only if it can be one. */
export function NameInput({ label, help, value, refuse, error, onName }: NameInputProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  const refusal = typed === value ? null : refuse(typed);
  const settle = () => {
    if (typed !== value && refusal === null) onName(typed);
  };
  return (
    <TextInput
      name="name"
      className={form['code'] ?? ''}
      label={label}
      description={help}
      value={typed}
      error={refusal ?? error ?? null}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
        if (event.key === 'Escape') setTyped(value);
      }}
    />
  );
}

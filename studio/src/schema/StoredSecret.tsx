import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { text } from '@/text';
import type { SchemaField } from './fields';
import classes from './SchemaInput.module.css';

const words = text.data.secret;

interface StoredSecretProps {
  field: SchemaField;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** A secret that is set: it is never shown, and replaced only by typing another one. */
export function StoredSecret({ field, value, error, onChange }: StoredSecretProps) {
  const [replacing, setReplacing] = useState(false);
  const open = replacing || error !== undefined;
  const keep = () => {
    setReplacing(false);
    onChange('');
  };
  return (
    <div className={classes['stored']}>
      {open ? (
        <PasswordInput
          name={field.name}
          label={field.label}
          description={words.replaces}
          error={error ?? null}
          value={value}
          autoComplete="new-password"
          data-autofocus
          autoFocus
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <TextInput label={field.label} value={words.set} readOnly leftSection={<IconLock size={16} stroke={1.75} />} description={words.about} />
      )}
      <Button onClick={open ? keep : () => setReplacing(true)} aria-label={open ? words.keepOf(field.label) : words.replaceOf(field.label)}>
        {open ? words.keep : words.replace}
      </Button>
    </div>
  );
}

import { Checkbox, NumberInput, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { text } from '@/text';
import type { SchemaField } from './fields';
import classes from './SchemaInput.module.css';
import { isReference, type FormValue } from './values';

interface SchemaInputProps {
  field: SchemaField;
  value: FormValue;
  error: string | undefined;
  onChange: (value: FormValue) => void;
}

/** The control that fits one kind of setting. */
export function SchemaInput({ field, value, error, onChange }: SchemaInputProps) {
  const [isTyped, setTyped] = useState(false);
  const common = { name: field.name, label: <Label field={field} />, description: field.help, error: error ?? null, 'aria-required': field.required };
  if (isReference(value) && !isText(field)) return <ReferenceInput field={field} value={value} error={error} isTyped={isTyped} onChange={onChange} />;
  switch (field.kind) {
    case 'boolean':
      return <Checkbox label={field.label} description={field.help} name={field.name} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'choice':
      return <Select {...common} data={field.options} value={String(value)} onChange={(chosen) => onChange(chosen ?? '')} allowDeselect={!field.required} />;
    case 'number':
      return <NumberInput {...common} value={typeof value === 'number' ? value : ''} onChange={onChange} allowDecimal={!field.integer} hideControls thousandSeparator={false} w={180} />;
    case 'secret':
      return (
        <PasswordInput
          {...common}
          value={String(value)}
          autoComplete="new-password"
          onChange={(event) => {
            setTyped(true);
            onChange(event.currentTarget.value);
          }}
        />
      );
    case 'list':
    case 'long':
      return <Textarea {...common} value={String(value)} autosize minRows={2} maxRows={8} spellCheck={false} onChange={(event) => onChange(event.currentTarget.value)} />;
    default:
      return <TextInput {...common} value={String(value)} spellCheck={false} autoCapitalize="off" autoComplete="off" onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

const isText = ({ kind }: SchemaField) => kind === 'text' || kind === 'long' || kind === 'list';

/** A setting that is no text, and depends on a variable: emptied, it is what it was before. Where it was typed, one types on. */
function ReferenceInput({ field, value, error, isTyped, onChange }: SchemaInputProps & { isTyped: boolean }) {
  return (
    <TextInput
      name={field.name}
      label={field.label}
      description={text.data.variables.instead}
      error={error ?? null}
      value={String(value)}
      spellCheck={false}
      autoComplete="off"
      autoFocus={isTyped}
      onFocus={({ currentTarget: field }) => isTyped && field.setSelectionRange(field.value.length, field.value.length)}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => (isReference(String(value).trim()) ? undefined : onChange(''))}
    />
  );
}

/** Optional is what is marked: most fields of a form are needed. */
function Label({ field }: { field: SchemaField }): ReactNode {
  if (field.required || field.advanced || field.initial !== null) return field.label;
  return (
    <>
      {field.label} <span className={classes['optional']}>({text.optional})</span>
    </>
  );
}

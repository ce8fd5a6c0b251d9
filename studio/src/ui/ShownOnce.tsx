import { Button, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '@/text';
import { CopyButton } from './CopyButton';
import classes from './Form.module.css';

interface ShownOnceProps {
  label: string;
  value: string;
  about: string;
  onDone: () => void;
  /** Further buttons beside the one that closes. */
  children?: ReactNode;
}

const LONG_FROM = 48;

/** A secret that is shown this once, ready to be copied. */
export function ShownOnce({ label, value, about, onDone, children }: ShownOnceProps) {
  const field = { className: classes['code'] ?? '', label, value, readOnly: true, spellCheck: false, autoComplete: 'off', 'data-autofocus': true, onFocus: (event: React.FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => event.currentTarget.select() };
  const copy = <CopyButton value={value} />;
  return (
    <div className={classes['form']}>
      <p className={classes['about']}>{about}</p>
      {value.length > LONG_FROM ? <Textarea {...field} autosize rightSection={copy} /> : <TextInput {...field} rightSection={copy} />}
      <div className={classes['buttons']}>
        <Button variant="filled" onClick={onDone}>
          {text.actions.done}
        </Button>
        {children}
      </div>
    </div>
  );
}

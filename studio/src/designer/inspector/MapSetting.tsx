import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { text } from '@/text';
import { isObject } from '../document/types';
import classes from './Inspector.module.css';
import type { ControlProps } from './Setting';
import { readWord, writeWord } from './words';

const words = text.designer.inspector;

/** Values by names that the builder chooses. */
export function MapSetting({ label, help, error, value, onChange }: ControlProps) {
  const entries = isObject(value) ? Object.entries(value) : [];
  const put = (next: typeof entries) => onChange(next.length === 0 ? undefined : Object.fromEntries(next));
  const fresh = () => {
    let number = 1;
    while (entries.some(([name]) => name === `name_${number}`)) number += 1;
    return `name_${number}`;
  };
  return (
    <fieldset className={classes['group']}>
      <legend>{label}</legend>
      {help !== null && <p className={classes['help']}>{help}</p>}
      {error !== null && <p className={classes['error']}>{error}</p>}
      {entries.map(([name, item], index) => (
        <div key={index} className={classes['pair']}>
          <TextInput aria-label={words.nameOf(label, index + 1)} value={name} spellCheck={false} onChange={(event) => put(entries.map((entry, at) => (at === index ? [event.currentTarget.value, item] : entry)))} />
          <TextInput aria-label={words.valueOf(name)} value={writeWord(item)} spellCheck={false} onChange={(event) => put(entries.map((entry, at) => (at === index ? [name, readWord(event.currentTarget.value)] : entry)))} />
          <ActionIcon size={24} aria-label={words.remove(name)} onClick={() => put(entries.filter((_, at) => at !== index))}>
            <IconX size={14} stroke={1.75} />
          </ActionIcon>
        </div>
      ))}
      <Button size="xs" leftSection={<IconPlus size={14} stroke={1.75} />} onClick={() => put([...entries, [fresh(), '']])}>
        {words.addTo(label)}
      </Button>
    </fieldset>
  );
}

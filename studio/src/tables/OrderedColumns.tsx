import { ActionIcon, Select } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconSortAscending, IconSortDescending, IconX } from '@tabler/icons-react';
import { text } from '@/text';
import classes from './Design.module.css';

const words = text.tables.search;

export interface Choice {
  value: string;
  label: string;
}

interface OrderedColumnsProps {
  label: string;
  help?: string;
  /** Names of columns in order; with `directions` a leading minus means largest first. */
  names: string[];
  choices: Choice[];
  directions?: boolean;
  error?: string | undefined;
  onChange: (names: string[]) => void;
}

/** Some columns of the table in an order: added, moved, turned round and removed. */
export function OrderedColumns({ label, help, names, choices, directions = false, error, onChange }: OrderedColumnsProps) {
  const bare = names.map((name) => name.replace(/^-/, ''));
  const left = choices.filter((choice) => !bare.includes(choice.value));
  const titleOf = (name: string) => choices.find((choice) => choice.value === name)?.label ?? name;
  const move = (at: number, to: number) => {
    const others = names.filter((_, index) => index !== at);
    onChange([...others.slice(0, to), names[at] ?? '', ...others.slice(to)]);
  };
  return (
    <fieldset className={classes['ordered']}>
      <legend>{label}</legend>
      {help !== undefined && <p className={classes['about']}>{help}</p>}
      {error !== undefined && <p className={classes['error']} role="alert">{error}</p>}
      {names.map((name, at) => {
        const title = titleOf(bare[at] ?? '');
        const isDown = name.startsWith('-');
        return (
          <div key={bare[at]} className={classes['orderedLine']}>
            <span>{title}</span>
            {directions && (
              <ActionIcon size={28} aria-label={isDown ? words.descending(title) : words.ascending(title)} onClick={() => onChange(names.map((other, index) => (index === at ? (isDown ? name.slice(1) : `-${name}`) : other)))}>
                {isDown ? <IconSortDescending size={16} stroke={1.75} /> : <IconSortAscending size={16} stroke={1.75} />}
              </ActionIcon>
            )}
            <ActionIcon size={28} aria-label={words.up(title)} disabled={at === 0} onClick={() => move(at, at - 1)}>
              <IconArrowUp size={16} stroke={1.75} />
            </ActionIcon>
            <ActionIcon size={28} aria-label={words.down(title)} disabled={at === names.length - 1} onClick={() => move(at, at + 1)}>
              <IconArrowDown size={16} stroke={1.75} />
            </ActionIcon>
            <ActionIcon size={28} aria-label={words.remove(title)} onClick={() => onChange(names.filter((_, index) => index !== at))}>
              <IconX size={16} stroke={1.75} />
            </ActionIcon>
          </div>
        );
      })}
      {left.length > 0 && <Select size="xs" aria-label={words.addTo(label)} placeholder={words.add} data={left} value={null} searchable={left.length > 8} onChange={(name) => name !== null && onChange([...names, name])} />}
    </fieldset>
  );
}

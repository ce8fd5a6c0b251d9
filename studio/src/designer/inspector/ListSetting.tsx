import { ActionIcon, Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { text } from '@/text';
import type { Json } from '../document/types';
import classes from './Inspector.module.css';
import { Setting, type ControlProps } from './Setting';
import { firstValue } from './shape';

const words = text.designer.inspector;

/** An ordered list: items are added, moved and removed; each is a setting of its own. */
export function ListSetting({ label, help, error, shape, root, path, value, onChange }: ControlProps) {
  const items = Array.isArray(value) ? value : [];
  const raw = shape.schema.items ?? {};
  return (
    <fieldset className={classes['group']}>
      <legend>{label}</legend>
      {help !== null && <p className={classes['help']}>{help}</p>}
      {error !== null && <p className={classes['error']}>{error}</p>}
      {items.map((item, index) => (
        <Item key={index} label={words.item(label, index + 1)} index={index} items={items} onChange={onChange}>
          <Setting name={String(index + 1)} label={words.item(label, index + 1)} raw={{ ...raw, description: '' }} root={root} path={[...path, index]} value={item} required />
        </Item>
      ))}
      <Button size="xs" leftSection={<IconPlus size={14} stroke={1.75} />} onClick={() => onChange([...items, firstValue(raw, root) as Json])}>
        {words.addTo(label)}
      </Button>
    </fieldset>
  );
}

interface ItemProps {
  label: string;
  index: number;
  items: Json[];
  onChange: (items: Json[] | undefined) => void;
  children: ReactNode;
}

/** One of a list, with the ways to move and remove it. */
export function Item({ label, index, items, onChange, children }: ItemProps) {
  const move = (to: number) => {
    const without = items.filter((_, at) => at !== index);
    onChange([...without.slice(0, to), items[index] as Json, ...without.slice(to)]);
  };
  const remove = () => {
    const left = items.filter((_, at) => at !== index);
    onChange(left.length === 0 ? undefined : left);
  };
  return (
    <div className={classes['item']}>
      <div className={classes['itemBody']}>{children}</div>
      <div className={classes['itemActions']}>
        <ActionIcon size={24} aria-label={words.up(label)} disabled={index === 0} onClick={() => move(index - 1)}>
          <IconArrowUp size={14} stroke={1.75} />
        </ActionIcon>
        <ActionIcon size={24} aria-label={words.down(label)} disabled={index === items.length - 1} onClick={() => move(index + 1)}>
          <IconArrowDown size={14} stroke={1.75} />
        </ActionIcon>
        <ActionIcon size={24} aria-label={words.remove(label)} onClick={remove}>
          <IconX size={14} stroke={1.75} />
        </ActionIcon>
      </div>
    </div>
  );
}

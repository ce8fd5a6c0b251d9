import { Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { text } from '@/text';
import { isObject, type Json } from '../document/types';
import classes from './Inspector.module.css';
import { Settings, type ControlProps } from './Setting';
import { firstValue } from './shape';

const words = text.designer.inspector;

/** Settings inside a setting; one that may be left out is added and removed as a whole. */
export function ObjectSetting({ label, help, error, shape, root, path, value, required, onChange }: ControlProps) {
  if (!isObject(value) && !required) {
    return (
      <div className={classes['group']}>
        <Button size="xs" leftSection={<IconPlus size={14} stroke={1.75} />} onClick={() => onChange(firstValue(shape.schema, root) as Json)}>
          {words.add(label)}
        </Button>
        {help !== null && <p className={classes['help']}>{help}</p>}
      </div>
    );
  }
  return (
    <fieldset className={classes['group']}>
      <legend>{label}</legend>
      {error !== null && <p className={classes['error']}>{error}</p>}
      <Settings schema={shape.schema} root={root} path={path} value={isObject(value) ? value : {}} />
      {!required && (
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconTrash size={14} stroke={1.75} />} onClick={() => onChange(undefined)}>
          {words.remove(label)}
        </Button>
      )}
    </fieldset>
  );
}

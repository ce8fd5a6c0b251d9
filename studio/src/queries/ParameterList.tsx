import { ActionIcon, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { QueryParameter } from '@/api/queries';
import { text } from '@/text';
import form from '@/ui/Form.module.css';
import classes from './QueryPage.module.css';

const words = text.queries.parameters;
const TYPES = Object.entries(words.types).map(([value, label]) => ({ value, label }));

interface ParameterListProps {
  parameters: QueryParameter[];
  onChange: (parameters: QueryParameter[]) => void;
}

/** What the query is asked with. */
export function ParameterList({ parameters, onChange }: ParameterListProps) {
  const change = (index: number, update: Partial<QueryParameter>) => onChange(parameters.map((one, at) => (at === index ? { ...one, ...update } : one)));
  const add = () => onChange([...parameters, { name: free(parameters), type: 'text', many: false, required: false, default: null }]);
  return (
    <div className={classes['stack']}>
      <p className={form['about']}>{words.about}</p>
      {parameters.map((one, index) => (
        <OneParameter key={index} parameter={one} onChange={(update) => change(index, update)} onRemove={() => onChange(parameters.filter((_, at) => at !== index))} />
      ))}
      <Button leftSection={<IconPlus size={16} stroke={1.75} />} onClick={add}>
        {words.add}
      </Button>
    </div>
  );
}

interface OneParameterProps {
  parameter: QueryParameter;
  onChange: (update: Partial<QueryParameter>) => void;
  onRemove: () => void;
}

function OneParameter({ parameter, onChange, onRemove }: OneParameterProps) {
  return (
    <fieldset className={classes['card']} aria-label={words.of(parameter.name)}>
      <div className={classes['row']}>
        <TextInput label={words.name} value={parameter.name} spellCheck={false} onChange={(event) => onChange({ name: event.currentTarget.value })} />
        <ActionIcon aria-label={words.remove(parameter.name)} onClick={onRemove}>
          <IconTrash size={20} stroke={1.75} />
        </ActionIcon>
      </div>
      <Select label={words.type} data={TYPES} value={parameter.type} onChange={(type) => type !== null && onChange({ type })} />
      <Checkbox label={words.many} checked={parameter.many} onChange={(event) => onChange({ many: event.currentTarget.checked })} />
      <Checkbox label={words.required} checked={parameter.required} onChange={(event) => onChange({ required: event.currentTarget.checked, ...(event.currentTarget.checked ? { default: null } : {}) })} />
      {!parameter.required && <TextInput label={words.value} description={words.valueHelp} value={parameter.default ?? ''} onChange={(event) => onChange({ default: event.currentTarget.value === '' ? null : event.currentTarget.value })} />}
    </fieldset>
  );
}

function free(parameters: readonly QueryParameter[]): string {
  for (let number = parameters.length + 1; ; number += 1) {
    const name = `value_${number}`;
    if (!parameters.some((one) => one.name === name)) return name;
  }
}

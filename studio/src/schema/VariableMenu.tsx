import { ActionIcon, Menu } from '@mantine/core';
import { IconVariable } from '@tabler/icons-react';
import type { Variable } from '@/api/types';
import { text } from '@/text';
import type { SchemaField } from './fields';
import classes from './SchemaForm.module.css';

const words = text.data.variables;

/** The variables that can stand for a setting: secret ones for secrets, the others for the rest. */
export const fitting = (field: SchemaField, variables: Variable[]): Variable[] => variables.filter((variable) => (variable.type === 'secret') === (field.kind === 'secret'));

interface VariableMenuProps {
  field: SchemaField;
  variables: Variable[];
  onChoose: (value: string) => void;
}

/** Puts a variable in the place of a setting. */
export function VariableMenu({ field, variables, onChoose }: VariableMenuProps) {
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon className={classes['variable'] ?? ''} size="sm" aria-label={words.use(field.label)}>
          <IconVariable size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.label}</Menu.Label>
        {variables.map((variable) => (
          <Menu.Item key={variable.name} onClick={() => onChoose(`{{ env.${variable.name} }}`)}>
            <code>{variable.name}</code>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

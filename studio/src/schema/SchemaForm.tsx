import { Button, Collapse } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { Variable } from '@/api/types';
import { text } from '@/text';
import type { SchemaField } from './fields';
import classes from './SchemaForm.module.css';
import { SchemaInput } from './SchemaInput';
import { StoredSecret } from './StoredSecret';
import { fitting, VariableMenu } from './VariableMenu';
import { isReference, isStored, type FormValue, type FormValues } from './values';

interface SchemaFormProps {
  fields: SchemaField[];
  values: FormValues;
  errors: Record<string, string>;
  onChange: (name: string, value: FormValue) => void;
  /** Settings that are stored; of a secret among them only that it is set. */
  stored?: Record<string, unknown>;
  /** What may stand in place of a value. */
  variables?: Variable[];
}

/** A form drawn from a settings schema. It knows kinds of values, never connectors. */
export function SchemaForm({ fields, values, errors, onChange, stored = {}, variables = [] }: SchemaFormProps) {
  const [open, setOpen] = useState(false);
  const basic = fields.filter((field) => !field.advanced);
  const advanced = fields.filter((field) => field.advanced);
  const shown = open || advanced.some((field) => errors[field.name] !== undefined);
  const input = (field: SchemaField) => (
    <div key={field.name} className={classes['field']}>
      {control(field)}
      {fitting(field, variables).length > 0 && <VariableMenu field={field} variables={fitting(field, variables)} onChoose={(value) => onChange(field.name, value)} />}
    </div>
  );
  const control = (field: SchemaField) => isStored(stored[field.name]) && !isReference(values[field.name]) ? (
    <StoredSecret field={field} value={String(values[field.name] ?? '')} error={errors[field.name]} onChange={(value) => onChange(field.name, value)} />
  ) : (
    <SchemaInput field={field} value={values[field.name] ?? ''} error={errors[field.name]} onChange={(value) => onChange(field.name, value)} />
  );
  return (
    <div className={classes['fields']}>
      {basic.map(input)}
      {advanced.length > 0 && (
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            onClick={() => setOpen(!shown)}
            aria-expanded={shown}
            leftSection={shown ? <IconChevronDown size={16} stroke={1.75} /> : <IconChevronRight size={16} stroke={1.75} />}
          >
            {text.generate.form.advanced}
          </Button>
          <Collapse expanded={shown}>
            <div className={classes['advanced']}>{advanced.map(input)}</div>
          </Collapse>
        </div>
      )}
    </div>
  );
}

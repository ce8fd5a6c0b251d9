import { Drawer } from '@mantine/core';
import { useState } from 'react';
import { Problem } from '@/api/problem';
import type { StoredRow, Values } from '@/api/rows';
import { text } from '@/text';
import { Form } from '@/ui/Form';
import { sortErrors } from '@/ui/serverErrors';
import type { GridColumn } from '../columns';
import type { Given } from '../edit/given';
import type { Looks } from '../GridRow';
import classes from './Panel.module.css';
import { RowFields } from './RowFields';

const words = text.rowPanel;

interface NewRowProps {
  columns: GridColumn[];
  looks: Looks;
  create: (values: Values) => Promise<StoredRow>;
  onCreated: (row: StoredRow) => void;
  onClose: () => void;
}

/** A row that is not there yet: what is not given here, the table fills in. */
export function NewRow({ columns, looks, create, onCreated, onClose }: NewRowProps) {
  const [given, setGiven] = useState<Record<string, Given>>({});
  const [problem, setProblem] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const usable = columns.filter((column) => column.creatable);
  const send = async () => {
    if (Object.values(given).some((one) => one.typed !== null)) return;
    setSaving(true);
    try {
      onCreated(await create(Object.fromEntries(Object.entries(given).map(([name, one]) => [name, one.value]))));
    } catch (error) {
      const sorted = sortErrors(error, usable.map((column) => column.name));
      setProblem(sorted.rest ?? (error instanceof Problem ? null : error));
      setGiven((before) => ({ ...before, ...Object.fromEntries(Object.entries(sorted.fields).map(([name, said]) => [name, { value: before[name]?.value ?? null, typed: null, problem: said }])) }));
    }
    setSaving(false);
  };
  return (
    <Drawer.Root opened onClose={onClose} position="right" size={440} returnFocus>
      <Drawer.Overlay />
      <Drawer.Content aria-label={words.newRow}>
        <Drawer.Body>
          <div className={classes['head']}>
            <h2 className={classes['title']}>{words.newRow}</h2>
            <Drawer.CloseButton aria-label={text.actions.close} />
          </div>
          {usable.length === 0 && <p className={classes['quiet']}>{words.mayNotAdd}</p>}
          <Form
            problem={problem}
            submitLabel={words.create}
            submitting={isSaving}
            onCancel={onClose}
            onSubmit={(event) => {
              event.preventDefault();
              void send();
            }}
          >
            <RowFields columns={usable} values={{}} unsaved={given} fixed={() => null} looks={looks} onGive={(column, one) => setGiven((before) => ({ ...before, [column.name]: one }))} />
          </Form>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

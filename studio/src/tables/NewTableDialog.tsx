import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useTableChanges } from '@/api/design';
import { nameFor } from '@/apps/nameFor';
import { tablePath } from '@/grid/tablePath';
import { labelOf } from '@/schema/labels';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import form from '@/ui/Form.module.css';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { NAME } from './tableDraft';

const words = text.tables.new;

/** A new table with its first column; the page that designs it comes next. */
export function NewTableDialog({ workspace, taken, onClose }: { workspace: string; taken: string[]; onClose: () => void }) {
  const change = useTableChanges(workspace);
  const navigate = useNavigate();
  const [isNamed, setNamed] = useState(false);
  const { form: fields, problem, submitting, onSubmit } = useServerForm({
    initialValues: { title: '', name: '', column: words.firstColumn },
    validate: ({ title, name, column }) => ({
      ...(title.trim() === '' ? { title: words.nameMissing } : {}),
      ...(title.trim() !== '' && !NAME.test(name) ? { name: words.permanentWrong } : {}),
      ...(taken.includes(name) ? { name: words.taken } : {}),
      ...(column.trim() === '' ? { column: words.columnMissing } : {}),
    }),
    submit: async ({ title, name, column }) => {
      const first = nameFor(column, [], 'column');
      const label = labelOf(first, undefined) === column.trim() ? {} : { label: column.trim() };
      const definition = { title: title.trim(), columns: [{ name: first, ...label, kind: 'text', required: true }], display: first };
      await change.mutateAsync({ tables: { [name]: definition }, rename: [], message: words.message(name), allowLoss: false });
      void navigate(`${tablePath(workspace, name, null)}/design`);
      done(words.made(title.trim()));
    },
  });
  fields.watch('title', ({ value }) => {
    if (!isNamed) fields.setFieldValue('name', value.trim() === '' ? '' : nameFor(value, taken, 'table'));
  });
  const nameProps = fields.getInputProps('name');
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.submit} submitting={submitting} onCancel={onClose}>
        <TextInput label={words.name} description={words.nameHelp} data-autofocus autoComplete="off" {...fields.getInputProps('title')} />
        <TextInput
          className={form['code'] ?? ''}
          label={words.permanent}
          description={words.permanentHelp}
          spellCheck={false}
          autoComplete="off"
          {...nameProps}
          onChange={(event) => {
            setNamed(true);
            fields.setFieldValue('name', event.currentTarget.value);
          }}
        />
        <TextInput label={words.column} description={words.columnHelp} autoComplete="off" {...fields.getInputProps('column')} />
      </Form>
    </Dialog>
  );
}

import { Select, Textarea, TextInput } from '@mantine/core';
import { useVariableChanges } from '@/api/variables';
import type { VariableDefinition } from '@/api/types';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import form from '@/ui/Form.module.css';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { useWritten } from '@/ui/useWritten';
import { WrittenNotice } from '@/ui/WrittenNotice';
import type { VariableRow } from './sideBySide';

const words = text.variables;
const NAME = /^[a-z][a-z0-9_]{0,62}$/;
const KINDS = ['text', 'whole', 'number', 'boolean', 'secret'] as const;

interface VariableDialogProps {
  workspace: string;
  /** The variable that is changed; a new one without. */
  known?: VariableRow;
  taken: string[];
  onClose: () => void;
}

/** Says what a variable is called and what kind of value it has. */
export function VariableDialog({ workspace, known, taken, onClose }: VariableDialogProps) {
  const { define } = useVariableChanges(workspace);
  const written = useWritten(`variable ${workspace} ${known?.name ?? ''}`, valuesOf(known));
  const { form: fields, problem, submitting, onSubmit } = useServerForm({
    initialValues: written.initialValues,
    validate: ({ name }) => nameFault(name.trim(), taken),
    submit: async (values) => {
      const name = values.name.trim();
      await define.mutateAsync({ name, ...definitionOf(values) });
      written.forget();
      onClose();
      done(known === undefined ? words.made(name) : words.saved(name));
    },
  });
  const type = fields.getValues().type;
  const later = () => {
    written.keep(fields.getValues());
    onClose();
  };
  const drop = () => {
    written.forget();
    onClose();
  };
  const loses = known !== undefined && (known.type === 'secret') !== (type === 'secret');
  return (
    <Dialog title={known === undefined ? words.add : words.editOf(known.name)} opened onClose={later}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={known === undefined ? words.create : words.save} submitting={submitting} onCancel={drop}>
        {written.isBack && <WrittenNotice onAnew={() => fields.setValues(written.anew())} />}
        {known === undefined && <TextInput label={words.name} description={words.nameHelp} data-autofocus autoComplete="off" {...fields.getInputProps('name')} />}
        <Select label={words.type} description={loses ? words.losesValues : words.typeHelp} data={KINDS.map((kind) => ({ value: kind, label: words.types[kind] }))} allowDeselect={false} data-autofocus={known === undefined ? undefined : true} {...fields.getInputProps('type')} />
        {type !== 'secret' && <TextInput label={<Optional label={words.default} />} description={words.defaultHelp} autoComplete="off" {...fields.getInputProps('default')} />}
        <TextInput label={<Optional label={words.label} />} autoComplete="off" {...fields.getInputProps('title')} />
        <Textarea label={<Optional label={words.description} />} autosize minRows={1} {...fields.getInputProps('description')} />
      </Form>
    </Dialog>
  );
}

const NOTHING = { name: '', title: null, type: 'text' as VariableRow['type'], default: null, description: null };

function valuesOf(known: VariableRow | undefined) {
  const { name, title, type, default: byDefault, description } = known ?? NOTHING;
  return { name, title: title ?? '', type, default: byDefault ?? '', description: description ?? '' };
}

function Optional({ label }: { label: string }) {
  return (
    <>
      {label} <span className={form['optional']}>({text.optional})</span>
    </>
  );
}

function nameFault(name: string, taken: string[]): Record<string, string> {
  if (!NAME.test(name)) return { name: words.nameMissing };
  return taken.includes(name) ? { name: words.nameTaken } : {};
}

function definitionOf(values: { title: string; type: VariableRow['type']; default: string; description: string }): VariableDefinition {
  const said = (value: string) => (value.trim() === '' ? null : value.trim());
  return { title: said(values.title), description: said(values.description), type: values.type, default: values.type === 'secret' || values.default === '' ? null : values.default };
}

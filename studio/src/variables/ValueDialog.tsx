import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useVariableChanges, type EnvironmentName } from '@/api/variables';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { done, failed } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { useWritten } from '@/ui/useWritten';
import { WrittenNotice } from '@/ui/WrittenNotice';
import type { VariableRow } from './sideBySide';
import classes from './Variables.module.css';

const words = text.variables;

interface ValueDialogProps {
  workspace: string;
  row: VariableRow;
  env: EnvironmentName;
  onClose: () => void;
}

/** Gives a variable its value in an environment. The present value of a secret is not known here. */
export function ValueDialog({ workspace, row, env, onClose }: ValueDialogProps) {
  const { set, clear } = useVariableChanges(workspace);
  const here = row[env];
  const type = here?.type ?? row.type;
  const environment = text.versions[env];
  const written = useWritten(`value ${workspace} ${row.name} ${env}`, { value: here?.value ?? (type === 'boolean' ? 'true' : '') });
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: written.initialValues,
    submit: async ({ value }) => {
      await set.mutateAsync({ name: row.name, env, value });
      written.forget();
      onClose();
      done(words.wasSet(row.name, environment));
    },
  });
  const later = () => {
    // A secret is not kept where it could be read again.
    if (type !== 'secret') written.keep(form.getValues());
    onClose();
  };
  const drop = () => {
    written.forget();
    onClose();
  };
  const remove = () =>
    clear.mutate(
      { name: row.name, env },
      {
        onSuccess: () => {
          drop();
          done(words.cleared(row.name, environment));
        },
        onError: failed,
      },
    );
  const facts = { label: words.value, description: type === 'secret' ? words.secretHelp : words.valueHelp(environment), 'data-autofocus': true, ...form.getInputProps('value') };
  return (
    <Dialog title={words.setIn(row.name, environment)} opened onClose={later}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.set} submitting={submitting} onCancel={drop}>
        {written.isBack && <WrittenNotice onAnew={() => form.setValues(written.anew())} />}
        <ValueField type={type} facts={facts} />
        {here?.is_set && (
          <div className={classes['buttons']}>
            <Button variant="subtle" color="red" loading={clear.isPending} aria-label={words.clearIn(environment)} onClick={remove}>
              {words.clear}
            </Button>
          </div>
        )}
      </Form>
    </Dialog>
  );
}

type Facts = ReturnType<ReturnType<typeof useServerForm<{ value: string }>>['form']['getInputProps']> & { label: string; description: string };

function ValueField({ type, facts }: { type: VariableRow['type']; facts: Facts }) {
  const quiet = { autoComplete: 'off', spellCheck: false };
  if (type === 'boolean') {
    const choices = [
      { value: 'true', label: words.yes },
      { value: 'false', label: words.no },
    ];
    return <Select data={choices} allowDeselect={false} {...facts} />;
  }
  if (type === 'whole' || type === 'number') return <TextInput inputMode={type === 'whole' ? 'numeric' : 'decimal'} {...quiet} {...facts} />;
  // Values may have several lines, so Enter is one of them.
  return (
    <Textarea
      autosize
      minRows={1}
      maxRows={8}
      className={type === 'secret' ? (classes['secret'] ?? '') : ''}
      {...quiet}
      {...facts}
      description={`${facts.description} ${words.lines}`}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
      }}
    />
  );
}

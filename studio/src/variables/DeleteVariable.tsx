import { useState } from 'react';
import { useVariableChanges } from '@/api/variables';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import form from '@/ui/Form.module.css';
import { done } from '@/ui/toast';

const words = text.variables;

interface DeleteVariableProps {
  workspace: string;
  name: string;
  onClose: () => void;
}

/** Asks before a value is gone for good. Refused, with the place, while something reads the variable. */
export function DeleteVariable({ workspace, name, onClose }: DeleteVariableProps) {
  const { remove } = useVariableChanges(workspace);
  const [problem, setProblem] = useState<unknown>(null);
  const submit = (event: React.SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    remove.mutate(name, {
      onSuccess: () => {
        onClose();
        done(words.deleted(name));
      },
      onError: setProblem,
    });
  };
  return (
    <Dialog title={words.deleteTitle(name)} opened onClose={onClose}>
      <Form onSubmit={submit} problem={problem} submitLabel={words.delete} submitting={remove.isPending} danger onCancel={onClose}>
        <p className={form['about']}>{words.deleteAbout}</p>
      </Form>
    </Dialog>
  );
}

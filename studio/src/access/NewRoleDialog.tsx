import { Select, TextInput } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useRoleChanges } from '@/api/roles';
import type { Role } from '@/api/types';
import { roleName } from '@/roles/roleName';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { done, failed } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';

const words = text.roles.new;
const FIRST = 'basic';

interface NewRoleDialogProps {
  workspace: string;
  roles: Role[];
  onClose: () => void;
}

/** A new role: a title, and the role it builds on. What it grants is set on its page. */
export function NewRoleDialog({ workspace, roles, onClose }: NewRoleDialogProps) {
  const { save, remove } = useRoleChanges(workspace);
  const navigate = useNavigate();
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { title: '', inherits: FIRST },
    validate: ({ title }) => (title.trim() === '' ? { title: words.nameMissing } : {}),
    submit: async ({ title, inherits }) => {
      const name = roleName(title, roles.map((role) => role.name));
      const facts = { title: title.trim(), description: null, inherits: inherits === '' ? [] : [inherits], grants: [] };
      await save.mutateAsync({ name, facts });
      void navigate(`/w/${workspace}/access/${name}`);
      const undo = () => {
        remove.mutateAsync(name).catch(failed);
        void navigate(`/w/${workspace}/access`);
      };
      done(words.made(facts.title), { undo });
    },
  });
  const bases = roles.filter((role) => role.name !== 'public' && role.name !== 'admin');
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.submit} submitting={submitting} onCancel={onClose}>
        <TextInput label={words.name} description={words.help} data-autofocus autoComplete="off" {...form.getInputProps('title')} />
        <Select label={words.starts} description={words.startsHelp} data={[{ value: '', label: words.nothing }, ...bases.map((role) => ({ value: role.name, label: role.title }))]} {...form.getInputProps('inherits')} />
      </Form>
    </Dialog>
  );
}

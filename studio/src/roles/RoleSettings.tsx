import { Button, MultiSelect, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Problem } from '@/api/problem';
import { useRoleChanges } from '@/api/roles';
import type { Role } from '@/api/types';
import { usePeople } from '@/api/people';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import { Section } from '@/ui/Page';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done, failed } from '@/ui/toast';
import type { FieldErrors } from './fieldErrors';
import { heldRoles } from './heldThrough';
import { draftOf } from './roleDraft';
import type { RoleEditor } from './useRoleDraft';

const words = text.roles.settings;

interface RoleSettingsProps {
  workspace: string;
  role: Role;
  roles: Role[];
  editor: RoleEditor;
  errors: FieldErrors;
}

/** What the role is called, which roles it holds, and removing it. */
export function RoleSettings({ workspace, role, roles, editor, errors }: RoleSettingsProps) {
  const { draft, edit } = editor;
  // A role that already holds this one would make a circle.
  const possible = roles.filter((one) => one.name !== role.name && one.name !== 'public' && !heldRoles([one.name], roles).some((held) => held.name === role.name));
  return (
    <>
      <div className={form['form']}>
        <TextInput label={words.title} value={draft.title} error={draft.title.trim() === '' ? words.titleMissing : errors.at('title')} onChange={(event) => edit((was) => ({ ...was, title: event.currentTarget.value }))} />
        <Textarea
          label={
            <>
              {words.description} <span className={form['optional']}>({text.optional})</span>
            </>
          }
          value={draft.description ?? ''}
          error={errors.at('description')}
          autosize
          minRows={2}
          onChange={(event) => edit((was) => ({ ...was, description: event.currentTarget.value === '' ? null : event.currentTarget.value }))}
        />
        <MultiSelect
          label={words.inherits}
          description={words.inheritsHelp}
          error={errors.at('inherits') ?? draft.inherits.map((_, index) => errors.at(`inherits.${index}`)).find((message) => message !== null) ?? null}
          data={possible.map((one) => ({ value: one.name, label: one.title }))}
          value={draft.inherits}
          onChange={(inherits) => edit((was) => ({ ...was, inherits }))}
          searchable={possible.length > 8}
        />
        <TextInput label={words.name} description={words.nameHelp} value={role.name} readOnly className={form['code'] ?? ''} />
      </div>
      {!role.built_in && <DeleteRole workspace={workspace} role={role} editor={editor} />}
    </>
  );
}

function DeleteRole({ workspace, role, editor }: { workspace: string; role: Role; editor: RoleEditor }) {
  const { remove, save } = useRoleChanges(workspace);
  const { data: people = [] } = usePeople(workspace);
  const held = people.filter((person) => person.roles.includes(role.name)).length;
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const go = async () => {
    try {
      await remove.mutateAsync(role.name);
      editor.discard();
      void navigate(`/w/${workspace}/access`);
      done(words.deleted(role.title), { undo: () => void save.mutateAsync({ name: role.name, facts: draftOf(role) }).catch(failed) });
    } catch (error) {
      if (error instanceof Problem && error.status === 422) setRefusal(error);
      else failed(error);
    }
  };
  return (
    <Section title={words.delete} about={[words.deleteAbout, held > 0 ? words.held(held) : ''].join(' ')}>
      <Button color="red" leftSection={<IconTrash size={16} stroke={1.75} />} loading={remove.isPending} onClick={() => void go()}>
        {words.delete}
      </Button>
      <Dialog title={words.inUse(role.title)} opened={refusal !== null} onClose={() => setRefusal(null)}>
        {refusal !== null && <Refusal problem={refusal} />}
      </Dialog>
    </Section>
  );
}

function Refusal({ problem }: { problem: Problem }) {
  const places = [...new Set(problem.errors.map((error) => error.where?.file ?? '').filter((file) => file !== ''))];
  if (places.length === 0) return <ProblemBanner error={problem} />;
  return (
    <>
      <p className={form['about']}>{words.inUseAbout}</p>
      <ul>
        {places.map((file) => (
          <li key={file}>
            <code>{file}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

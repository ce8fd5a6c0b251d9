import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useAppChanges } from '@/api/designer';
import type { Definition } from '@/api/types';
import type { Json, JsonObject } from '@/designer/document/types';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { nameFor, pathFor } from './nameFor';

const words = text.apps.newScreen;
const PATH = /^\/[A-Za-z0-9_\-/{}]*$/;

interface NewScreenDialogProps {
  workspace: string;
  app: string;
  stored: Definition;
  taken: string[];
  onClose: () => void;
}

/** A new, empty screen: its title and address, and a link to it where the app has navigation. */
export function NewScreenDialog({ workspace, app, stored, taken, onClose }: NewScreenDialogProps) {
  const { save, saveScreen } = useAppChanges(workspace, app);
  const navigate = useNavigate();
  const [typedPath, setTypedPath] = useState(false);
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { title: '', path: '/', link: true },
    validate: ({ title, path }) => ({
      ...(title.trim() === '' ? { title: words.missing } : {}),
      ...(PATH.test(path) ? {} : { path: words.pathWrong }),
    }),
    submit: async ({ title, path, link }) => {
      const screen = nameFor(title, taken, 'screen');
      const made = await saveScreen.mutateAsync({ screen, definition: { title: title.trim(), path }, revision: stored.revision });
      if (link && !path.includes('{')) {
        const definition = stored.definition as JsonObject;
        const before = Array.isArray(definition['navigation']) ? definition['navigation'] : [];
        const item: Json = { label: title.trim(), screen };
        await save.mutateAsync({ definition: { ...definition, navigation: [...before, item] }, revision: made.revision });
      }
      void navigate(`/w/${workspace}/apps/${app}/screens/${screen}`);
      done(words.made(title.trim()));
    },
  });
  const first = taken.length === 0;
  form.watch('title', ({ value }) => {
    if (!typedPath && !first) form.setFieldValue('path', pathFor(value));
  });
  const pathProps = form.getInputProps('path');
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.submit} submitting={submitting} onCancel={onClose}>
        <TextInput label={words.name} data-autofocus autoComplete="off" {...form.getInputProps('title')} />
        <TextInput
          label={words.path}
          description={words.pathHelp}
          spellCheck={false}
          {...pathProps}
          onChange={(event) => {
            setTypedPath(true);
            form.setFieldValue('path', event.currentTarget.value);
          }}
        />
        <Checkbox label={words.link} {...form.getInputProps('link', { type: 'checkbox' })} />
      </Form>
    </Dialog>
  );
}

import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Definition } from '@/api/types';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { pathFor } from './nameFor';
import { useMakeScreen } from './useMakeScreen';

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
  const makeScreen = useMakeScreen(workspace, app);
  const navigate = useNavigate();
  const [typedPath, setTypedPath] = useState(false);
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { title: '', path: '/', link: true },
    validate: ({ title, path }) => ({
      ...(title.trim() === '' ? { title: words.missing } : {}),
      ...(PATH.test(path) ? {} : { path: words.pathWrong }),
    }),
    submit: async ({ title, path, link }) => {
      const screen = await makeScreen({ title, path, link }, stored, taken);
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

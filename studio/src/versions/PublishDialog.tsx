import { Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { baseOf, useReleasePlan, useVersionChanges } from '@/api/versions';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import form from '@/ui/Form.module.css';
import { Loaded } from '@/ui/Loaded';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { isReady, ReleasePlan } from './ReleasePlan';

const words = text.versions;

interface PublishDialogProps {
  workspace: string;
  isFirst: boolean;
  /** What was looked at: if somebody has changed it since, they are not published unseen. */
  expectRevision: number | null;
  onClose: () => void;
}

/** Makes the draft what people use, once it was seen what that does. */
export function PublishDialog({ workspace, isFirst, expectRevision, onClose }: PublishDialogProps) {
  const plan = useReleasePlan(workspace);
  const { publish } = useVersionChanges(workspace);
  const navigate = useNavigate();
  const [allowLoss, setAllowLoss] = useState(false);
  const { form: fields, problem, submitting, onSubmit } = useServerForm({
    initialValues: { message: '', copy_rows: true },
    validate: ({ message }) => (message.trim() === '' ? { message: words.messageMissing } : {}),
    submit: async ({ message, copy_rows }) => {
      const made = await publish.mutateAsync({ message: message.trim(), copy_rows, allow_loss: allowLoss, expect_revision: expectRevision });
      onClose();
      if (isFirst) void navigate(`/w/${baseOf(workspace)}@development/versions`);
      done(words.published(made.number));
    },
  });
  const ready = plan.data !== undefined && isReady(plan.data, allowLoss);
  return (
    <Dialog title={isFirst ? words.publishFirst : words.publish} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.publish} submitting={submitting} disabled={!ready} onCancel={onClose}>
        <Textarea label={words.message} description={words.messageHelp} autosize minRows={2} maxRows={6} maxLength={1000} data-autofocus {...fields.getInputProps('message')} />
        {isFirst ? (
          <>
            <p className={form['about']}>{words.firstAbout}</p>
            <Checkbox label={words.copyRows} description={words.copyRowsHelp} {...fields.getInputProps('copy_rows', { type: 'checkbox' })} />
          </>
        ) : (
          <Loaded query={plan}>{(release) => <ReleasePlan release={release} allowLoss={allowLoss} onAllowLoss={setAllowLoss} />}</Loaded>
        )}
      </Form>
    </Dialog>
  );
}

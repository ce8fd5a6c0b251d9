import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Version } from '@/api/types';
import { useReleasePlan, useVersionChanges } from '@/api/versions';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Loaded } from '@/ui/Loaded';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { isReady, ReleasePlan } from './ReleasePlan';

const words = text.versions;

/** Has people use another version, once it was seen what that does. */
export function RollBackDialog({ workspace, version, onClose }: { workspace: string; version: Version; onClose: () => void }) {
  const plan = useReleasePlan(workspace, version.number);
  const { rollBack } = useVersionChanges(workspace);
  const [allowLoss, setAllowLoss] = useState(false);
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { message: '' },
    validate: () => ({}),
    submit: async ({ message }) => {
      await rollBack.mutateAsync({ version: version.number, message: message.trim() || null, allow_loss: allowLoss });
      onClose();
      done(words.rolledBack(version.number));
    },
  });
  const title = words.rollBackTo(version.number);
  return (
    <Dialog title={title} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={title} submitting={submitting} disabled={plan.data === undefined || !isReady(plan.data, allowLoss)} onCancel={onClose}>
        <Textarea label={words.why} description={words.messageHelp} autosize minRows={2} maxRows={6} maxLength={1000} data-autofocus {...form.getInputProps('message')} />
        <Loaded query={plan}>{(release) => <ReleasePlan workspace={workspace} release={release} allowLoss={allowLoss} onAllowLoss={setAllowLoss} />}</Loaded>
      </Form>
    </Dialog>
  );
}

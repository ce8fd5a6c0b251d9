import { Checkbox, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { baseOf, useReleasePlan, useVersionChanges } from '@/api/versions';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import form from '@/ui/Form.module.css';
import { Loaded } from '@/ui/Loaded';
import { done } from '@/ui/toast';
import { exactTime } from '@/ui/time';
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
  const { publish, schedule } = useVersionChanges(workspace);
  const navigate = useNavigate();
  const [allowLoss, setAllowLoss] = useState(false);
  const { form: fields, problem, submitting, onSubmit } = useServerForm<Values>({
    initialValues: { message: '', copy_rows: true, when: 'now', at: '' },
    validate: (values) => faultsOf(values),
    submit: async ({ message, copy_rows, when, at }) => {
      if (when === 'later') {
        const due = new Date(at);
        await schedule.mutateAsync({ at: due.toISOString(), message: message.trim(), allow_loss: allowLoss, expect_revision: expectRevision });
        onClose();
        done(words.scheduled.done(exactTime(due)));
        return;
      }
      const made = await publish.mutateAsync({ message: message.trim(), copy_rows, allow_loss: allowLoss, expect_revision: expectRevision });
      onClose();
      if (isFirst) void navigate(`/w/${baseOf(workspace)}@development/versions`);
      done(words.published(made.number));
    },
  });
  const ready = plan.data !== undefined && isReady(plan.data, allowLoss);
  const isLater = fields.getValues().when === 'later';
  return (
    <Dialog title={isFirst ? words.publishFirst : words.publish} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={isLater ? words.schedule : words.publish} submitting={submitting} disabled={!ready} onCancel={onClose}>
        <Textarea label={words.message} description={words.messageHelp} autosize minRows={2} maxRows={6} maxLength={1000} data-autofocus {...fields.getInputProps('message')} />
        {isFirst ? (
          <>
            <p className={form['about']}>{words.firstAbout}</p>
            <Checkbox label={words.copyRows} description={words.copyRowsHelp} {...fields.getInputProps('copy_rows', { type: 'checkbox' })} />
          </>
        ) : (
          <When fields={fields} isLater={isLater} />
        )}
        {!isFirst && (
          <Loaded query={plan}>{(release) => <ReleasePlan workspace={workspace} release={release} allowLoss={allowLoss} onAllowLoss={setAllowLoss} />}</Loaded>
        )}
      </Form>
    </Dialog>
  );
}

interface Values extends Record<string, unknown> {
  message: string;
  copy_rows: boolean;
  when: string;
  at: string;
}

function faultsOf({ message, when, at }: Values): Record<string, string> {
  const isPast = when === 'later' && !(new Date(at).getTime() > Date.now());
  return { ...(message.trim() === '' ? { message: words.messageMissing } : {}), ...(isPast ? { at: words.timeMissing } : {}) };
}

/** Now, or at a time of this browser's zone. */
function When({ fields, isLater }: { fields: UseFormReturnType<Values>; isLater: boolean }) {
  const choices = [
    { value: 'now', label: words.now },
    { value: 'later', label: words.atTime },
  ];
  return (
    <>
      <SegmentedControl aria-label={words.when} data={choices} {...fields.getInputProps('when')} />
      {isLater && <TextInput type="datetime-local" label={words.time} description={words.timeHelp} {...fields.getInputProps('at')} />}
    </>
  );
}

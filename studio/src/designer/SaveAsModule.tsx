import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { planModule, useModuleChanges, type PlannedModule } from '@/api/modules';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { nodeAt } from './document/edit';
import { topmost } from './document/several';
import type { Path } from './document/types';
import { useInspector } from './inspector/useInspector';
import classes from './SaveAsModule.module.css';
import { titleOf, type Designer } from './useDesigner';

const words = text.modules.save;

interface SaveAsModuleProps {
  designer: Designer;
  paths: readonly Path[];
  onClose: () => void;
}

/** Makes a module of what is selected: first what it will be told is shown, then it is stored and put in their place. */
export function SaveAsModule({ designer, paths, onClose }: SaveAsModuleProps) {
  const { workspace, subject, doc } = useInspector();
  const [planned, setPlanned] = useState<PlannedModule | null>(null);
  const { save } = useModuleChanges(workspace);
  const group = topmost(paths);
  const first = nodeAt(doc, group[0] ?? []);
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { title: first === undefined || group.length > 1 ? '' : titleOf(first, designer.kinds).replaceAll(/\{\{.*?\}\}/g, '').trim() },
    validate: ({ title }) => (title.trim() === '' ? { title: words.missing } : {}),
    submit: async ({ title }) => {
      const plan = await planModule(workspace, { of: subject.file, definition: doc, group, title: title.trim() });
      if (planned === null || planned.name !== plan.name) {
        setPlanned(plan);
        return;
      }
      await save.mutateAsync({ module: plan.name, definition: plan.definition });
      designer.replace(group, [plan.use]);
      done(words.saved(title.trim()));
      onClose();
    },
  });
  form.watch('title', () => setPlanned(null));
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={planned === null ? words.next : words.submit} submitting={submitting} onCancel={onClose}>
        <p className={classes['about']}>{words.about(group.length)}</p>
        <TextInput label={words.name} description={words.nameHelp} data-autofocus autoComplete="off" {...form.getInputProps('title')} />
        {planned !== null && <Reads planned={planned} />}
      </Form>
    </Dialog>
  );
}

/** What the module will be told, and what that is here. */
function Reads({ planned: { name, reads } }: { planned: PlannedModule }) {
  const every = Object.entries(reads);
  return (
    <div role="status">
      <p className={classes['about']}>
        {words.called} <code>modules/{name}.yaml</code>. {every.length === 0 ? words.noReads : words.reads}
      </p>
      {every.length > 0 && (
        <dl className={classes['reads']}>
          {every.map(([setting, source]) => (
            <div key={setting}>
              <dt>
                <code>{setting}</code>
              </dt>
              <dd>
                <code>{source}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

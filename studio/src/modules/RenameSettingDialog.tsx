import { Select, TextInput } from '@mantine/core';
import type { ModuleSummary } from '@/api/modules';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { useServerForm } from '@/ui/useServerForm';

const words = text.modules.renameSetting;

interface RenameSettingDialogProps {
  module: ModuleSummary;
  onRename: (setting: string, to: string) => Promise<unknown>;
  onClose: () => void;
}

/** Another name for a setting of a module; what reads it inside follows, and so does whatever uses the module. */
export function RenameSettingDialog({ module, onRename, onClose }: RenameSettingDialogProps) {
  const first = module.settings[0]?.name ?? '';
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { setting: first, name: first },
    validate: (typed) => (/^[a-z][a-z0-9_]*$/.test(typed.name) ? {} : { name: text.rename.wrong }),
    submit: async ({ setting, name }) => {
      if (name !== setting) await onRename(setting, name);
      onClose();
    },
  });
  const choose = (setting: string | null) => {
    if (setting !== null) form.setValues({ setting, name: setting });
  };
  return (
    <Dialog title={words.title(module.title)} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={text.rename.submit} submitting={submitting} onCancel={onClose}>
        <Select label={words.which} data={module.settings.map(({ name, label }) => ({ value: name, label: label ?? name }))} {...form.getInputProps('setting')} onChange={choose} />
        <TextInput label={text.rename.name} description={words.help} spellCheck={false} autoComplete="off" maxLength={63} data-autofocus {...form.getInputProps('name')} />
      </Form>
    </Dialog>
  );
}

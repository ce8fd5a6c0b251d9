import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { idsIn, nodeAt } from '../document/edit';
import type { Path } from '../document/types';
import type { Designer } from '../useDesigner';

const words = text.designer.rename;
const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** The name of a component inside its screen, by which others and events speak of it. */
export function RenameDialog({ designer, path, onClose }: { designer: Designer; path: Path; onClose: () => void }) {
  const id = nodeAt(designer.doc, path)?.['id'];
  const before = typeof id === 'string' ? id : '';
  const [name, setName] = useState(before);
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = () => {
    if (name !== '' && !NAME.test(name)) setWrong(words.wrong);
    else if (name !== before && idsIn(designer.doc).has(name)) setWrong(words.taken);
    else {
      designer.rename(path, name);
      onClose();
    }
  };
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        problem={null}
        submitLabel={words.submit}
        submitting={false}
        onCancel={onClose}
      >
        <TextInput label={words.name} description={words.help} error={wrong} value={name} spellCheck={false} autoComplete="off" data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
      </Form>
    </Dialog>
  );
}

import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SavedView, ViewGiven } from '@/api/savedViews';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { sortErrors } from '@/ui/serverErrors';

const words = text.grid.views;

type Given = Pick<ViewGiven, 'name' | 'is_shared' | 'is_default'>;

interface ViewDialogProps {
  title: string;
  /** The view that is changed; null for a new one. */
  view: SavedView | null;
  mayShare: boolean;
  onSend: (given: Given) => Promise<SavedView>;
  onClose: (saved: SavedView | null) => void;
}

/** What a view is called and who sees it. */
export function ViewDialog({ title, view, mayShare, onSend, onClose }: ViewDialogProps) {
  const [given, setGiven] = useState<Given>({ name: view?.name ?? '', is_shared: view?.is_shared ?? false, is_default: view?.is_default ?? false });
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const sorted = error === null ? null : sortErrors(error, ['name']);
  const send = async () => {
    setSending(true);
    try {
      onClose(await onSend(given));
    } catch (problem) {
      setError(problem);
      setSending(false);
    }
  };
  return (
    <Dialog title={title} opened onClose={() => onClose(null)}>
      <Form
        problem={sorted?.rest}
        submitLabel={words.save}
        submitting={isSending}
        disabled={given.name.trim() === ''}
        onCancel={() => onClose(null)}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextInput label={words.name} value={given.name} error={sorted?.fields['name']} maxLength={100} data-autofocus onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })} />
        {mayShare && <Checkbox label={words.share} description={words.shareHelp} checked={given.is_shared} onChange={(event) => setGiven({ ...given, is_shared: event.currentTarget.checked })} />}
        <Checkbox label={given.is_shared ? words.defaultForAll : words.default} checked={given.is_default} onChange={(event) => setGiven({ ...given, is_default: event.currentTarget.checked })} />
      </Form>
    </Dialog>
  );
}

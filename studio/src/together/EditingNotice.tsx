import { Button } from '@mantine/core';
import { IconUserEdit } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { editHere, editNoLonger, fetchEditor } from '@/api/together';
import type { DefinitionEditor } from '@/api/types';
import { text } from '@/text';
import classes from '@/ui/drafts/OtherTabs.module.css';
import { done, failed } from '@/ui/toast';
import { When } from '@/ui/When';

const words = text.together;
const AGAIN_MS = 12_000;

interface EditingNoticeProps {
  workspace: string;
  /** Where the definition stands as a file. */
  path: string;
  /** Whether something is written that is not stored. */
  changed: boolean;
  framed?: boolean;
}

/** Says that somebody else edits the definition, and lets others know while one does. It keeps nobody from anything. */
export function EditingNotice({ workspace, path, changed, framed = false }: EditingNoticeProps) {
  const [editor, setEditor] = useState<DefinitionEditor | null>(null);
  const [wasMine, setWasMine] = useState(false);
  const hear = (found: DefinitionEditor) => {
    setWasMine((was) => changed && (was || found.is_you));
    setEditor(found);
  };
  const heard = useEffectEvent(hear);
  useEffect(() => {
    const over = new AbortController();
    const ask = () => {
      const asked = changed ? editHere(workspace, path, false, over.signal) : fetchEditor(workspace, path, over.signal);
      // Without an answer nobody is known to edit it, and all else goes on.
      asked.then(heard).catch(() => undefined);
    };
    ask();
    const timer = window.setInterval(ask, AGAIN_MS);
    return () => {
      over.abort();
      window.clearInterval(timer);
      if (changed) editNoLonger(workspace, path).catch(() => undefined);
    };
  }, [workspace, path, changed]);

  const takeOver = () =>
    void editHere(workspace, path, true)
      .then((found) => {
        hear(found);
        done(words.tookOver);
      })
      .catch(failed);
  if (editor === null || editor.name === null || editor.is_you) return null;
  return (
    <aside className={classes['notice']} data-framed={framed || undefined} aria-label={words.editing(editor.name)}>
      <IconUserEdit size={16} stroke={1.75} aria-hidden />
      <span role="status">
        {wasMine ? words.taken(editor.name) : words.editing(editor.name)} {words.since} <When at={editor.since ?? ''} />. {words.about}
      </span>
      <Button size="compact-sm" onClick={takeOver}>
        {words.takeOver}
      </Button>
    </aside>
  );
}

import { Button } from '@mantine/core';
import { IconUserEdit } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { editHere, editNoLonger, fetchEditor } from '@/api/together';
import type { DefinitionEditor } from '@/api/types';
import { text } from '@/text';
import classes from '@/ui/drafts/OtherTabs.module.css';
import { done, failed } from '@/ui/toast';
import { When } from '@/ui/When';
import { StoredNotice } from './StoredNotice';

const words = text.together;
const AGAIN_MS = 12_000;
/** The first key shows before others are told of it. */
const SOON_MS = 100;

interface EditingNoticeProps {
  workspace: string;
  /** Where the definition stands as a file. */
  path: string;
  /** Whether something is written that is not stored. */
  changed: boolean;
  /** The revision that what is written began from; when not said, the one at which this was opened. */
  revision?: number;
  /** What others store is joined with what is written, rather than asked about as a whole. */
  joins?: boolean;
  framed?: boolean;
}

/** Says that somebody else edits the definition, or has stored it meanwhile, and lets others know while one does. It keeps nobody from anything. */
export function EditingNotice({ workspace, path, changed, revision, joins = true, framed = false }: EditingNoticeProps) {
  const [editor, setEditor] = useState<DefinitionEditor | null>(null);
  const [wasMine, setWasMine] = useState(false);
  const [opened, setOpened] = useState<number | null>(null);
  const since = revision ?? opened;
  const hear = (found: DefinitionEditor) => {
    setWasMine((was) => changed && (was || found.is_you));
    setEditor(found);
    setOpened((was) => (found.stored?.is_you === true ? found.stored.revision : (was ?? found.revision)));
  };
  const ask = useEffectEvent((signal: AbortSignal) => {
    const asked = changed ? editHere(workspace, path, { since, signal }) : fetchEditor(workspace, path, since, signal);
    // Without an answer nobody is known to edit it, and all else goes on.
    asked.then(hear).catch(() => undefined);
  });
  useEffect(() => {
    const over = new AbortController();
    const soon = window.setTimeout(() => ask(over.signal), SOON_MS);
    const timer = window.setInterval(() => ask(over.signal), AGAIN_MS);
    return () => {
      over.abort();
      window.clearTimeout(soon);
      window.clearInterval(timer);
      if (changed) editNoLonger(workspace, path).catch(() => undefined);
    };
  }, [workspace, path, changed]);

  const takeOver = () =>
    void editHere(workspace, path, { since, takeOver: true })
      .then((found) => {
        hear(found);
        done(words.tookOver);
      })
      .catch(failed);
  if (editor === null) return null;
  const { stored } = editor;
  const isMeanwhile = stored !== null && !stored.is_you && stored.revision > (since ?? 0);
  return (
    <>
      {isMeanwhile && <StoredNotice stored={stored} changed={changed} joins={joins} framed={framed} />}
      {!editor.is_you && <OtherEditor editor={editor} wasMine={wasMine} joins={joins} framed={framed} onTakeOver={takeOver} />}
    </>
  );
}

interface OtherEditorProps {
  editor: DefinitionEditor;
  wasMine: boolean;
  joins: boolean;
  framed: boolean;
  onTakeOver: () => void;
}

function OtherEditor({ editor: { name, since }, wasMine, joins, framed, onTakeOver }: OtherEditorProps) {
  if (name === null) return null;
  return (
    <aside className={classes['notice']} data-framed={framed || undefined} aria-label={words.editing(name)}>
      <IconUserEdit size={16} stroke={1.75} aria-hidden />
      <span role="status">
        {wasMine ? words.taken(name) : words.editing(name)} {words.since} <When at={since ?? ''} />. {joins ? words.about : words.aboutWhole}
      </span>
      <Button size="compact-sm" onClick={onTakeOver}>
        {words.takeOver}
      </Button>
    </aside>
  );
}

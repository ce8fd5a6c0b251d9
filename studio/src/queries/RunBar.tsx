import { Button, Tooltip } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { ALT_KEY, COMMAND_KEY } from '@/shell/keys';
import { text } from '@/text';
import form from '@/ui/Form.module.css';
import type { QueryEditor } from './useQueryEditor';

const words = text.queries.editor;

interface RunBarProps {
  editor: QueryEditor;
  /** It would change rows, and is not saved as it stands. */
  blocked: boolean;
  /** Lays the text out; null while nobody knows its language. */
  onFormat: (() => void) | null;
}

/** What can be done with the text as it stands. */
export function RunBar({ editor, blocked, onFormat }: RunBarProps) {
  return (
    <>
      <div className={form['buttons']}>
        <Tooltip label={`${COMMAND_KEY} Enter`}>
          <Button variant="filled" leftSection={<IconPlayerPlay size={16} stroke={1.75} />} loading={editor.busy === 'run'} disabled={blocked} onClick={editor.run}>
            {editor.draft.writes ? words.runs : words.run}
          </Button>
        </Tooltip>
        <Button loading={editor.busy === 'plan'} onClick={editor.explain}>
          {words.plan}
        </Button>
        <Tooltip label={`⇧ ${ALT_KEY} F`}>
          <Button loading={editor.busy === 'format'} disabled={onFormat === null} onClick={() => onFormat?.()}>
            {words.format}
          </Button>
        </Tooltip>
      </div>
      {blocked && <p className={form['about']}>{words.saveFirst}</p>}
    </>
  );
}

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { COMMAND_KEY } from '@/shell/keys';
import { text } from '@/text';

const words = text.roles.bar;

interface UndoButtonsProps {
  /** Null where there is nothing to go back to, or on to. */
  undo: (() => void) | null;
  redo: (() => void) | null;
}

/** One step back and one step on. */
export function UndoButtons({ undo, redo }: UndoButtonsProps) {
  return (
    <>
      <Tooltip label={`${words.undo} (${COMMAND_KEY} Z)`}>
        <ActionIcon aria-label={words.undo} disabled={undo === null} onClick={() => undo?.()}>
          <IconArrowBackUp size={20} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={words.redo}>
        <ActionIcon aria-label={words.redo} disabled={redo === null} onClick={() => redo?.()}>
          <IconArrowForwardUp size={20} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

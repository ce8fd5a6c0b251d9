import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { text } from '@/text';

interface CopyButtonProps {
  value: string;
  label?: string;
}

/** Copies a value; the icon turns into a tick for a moment, and screen readers hear it. */
export function CopyButton({ value, label = text.actions.copy }: CopyButtonProps) {
  const clipboard = useClipboard({ timeout: 1500 });
  const shown = clipboard.copied ? text.actions.copied : label;
  return (
    <Tooltip label={shown}>
      <ActionIcon aria-label={shown} size={24} onClick={() => clipboard.copy(value)}>
        {clipboard.copied ? <IconCheck size={16} stroke={1.75} /> : <IconCopy size={16} stroke={1.75} />}
      </ActionIcon>
    </Tooltip>
  );
}

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Link } from 'react-router';
import { text } from '@/text';
import { historyPath } from './historyPath';

/** The way to what became of a definition. */
export function HistoryLink({ workspace, path }: { workspace: string; path: string }) {
  return (
    <Tooltip label={text.history.title}>
      <ActionIcon component={Link} to={historyPath(workspace, path)} aria-label={text.history.title}>
        <IconHistory size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCode } from '@tabler/icons-react';
import { Link } from 'react-router';
import { text } from '@/text';
import { yamlPath } from './yamlPath';

/** The way to the text of a definition. */
export function YamlLink({ workspace, path }: { workspace: string; path: string }) {
  return (
    <Tooltip label={text.yaml.open}>
      <ActionIcon component={Link} to={yamlPath(workspace, path)} aria-label={text.yaml.open}>
        <IconCode size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}

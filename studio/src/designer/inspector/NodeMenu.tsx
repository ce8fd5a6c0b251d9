import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { text } from '@/text';
import { nodeAt } from '../document/edit';
import { topmost } from '../document/several';
import type { Path } from '../document/types';
import { copyAsYaml } from '../tree/copied';
import type { Designer } from '../useDesigner';
import classes from './Inspector.module.css';
import { useInspector } from './useInspector';

const words = text.designer.inspector.menu;

/** What can be done with what is selected: one component, or several. */
export function NodeMenu({ designer, paths, name }: { designer: Designer; paths: readonly Path[]; name: string }) {
  const { workspace } = useInspector();
  const nodes = topmost(paths).flatMap((path) => nodeAt(designer.doc, path) ?? []);
  const [only, ...others] = paths;
  const ways: [string, string, () => void][] = [
    [words.duplicate, 'Ctrl D', () => designer.duplicate(paths)],
    [words.copyYaml, '', () => void copyAsYaml(workspace, nodes)],
    [words.up, 'Alt ↑', () => designer.nudge(paths, 'up')],
    [words.down, 'Alt ↓', () => designer.nudge(paths, 'down')],
    [words.wrap, 'Ctrl G', () => designer.wrap(paths)],
    [words.remove, 'Del', () => designer.remove(paths)],
  ];
  if (only !== undefined && others.length === 0) ways.splice(-1, 0, [words.unwrap, 'Ctrl ⇧ G', () => designer.unwrap(only)]);
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon ml="auto" aria-label={words.label(name)}>
          <IconDots size={18} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {ways.map(([label, keys, go]) => (
          <Menu.Item key={label} rightSection={<span className={classes['help']}>{keys}</span>} onClick={go}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { detachModule } from '@/api/modules';
import { text } from '@/text';
import { done, failed } from '@/ui/toast';
import { nodeAt } from '../document/edit';
import { topmost } from '../document/several';
import { type Json, type NodeDefinition, type Path } from '../document/types';
import { moduleOf, valuesOf } from '../moduleKinds';
import { SaveAsModule } from '../SaveAsModule';
import { copyAsYaml } from '../tree/copied';
import type { Designer } from '../useDesigner';
import classes from './Inspector.module.css';
import { useInspector } from './useInspector';

const words = text.designer.inspector.menu;

/** What can be done with what is selected: one component, or several. */
export function NodeMenu({ designer, paths, name }: { designer: Designer; paths: readonly Path[]; name: string }) {
  const { workspace } = useInspector();
  const [saving, setSaving] = useState(false);
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
  ways.splice(-1, 0, ...moduleWays(nodes, () => setSaving(true), (node) => void takeApart(workspace, designer, paths, node)));
  return (
    <>
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
    {saving && <SaveAsModule designer={designer} paths={paths} onClose={() => setSaving(false)} />}
    </>
  );
}

/** A module is taken apart; of anything else one is made. */
function moduleWays([only, ...others]: NodeDefinition[], save: () => void, apart: (node: NodeDefinition) => void): [string, string, () => void][] {
  return only !== undefined && others.length === 0 && moduleOf(only) !== null ? [[text.modules.detach, '', () => apart(only)]] : [[text.modules.save.action, '', save]];
}

async function takeApart(workspace: string, designer: Designer, paths: readonly Path[], node: NodeDefinition) {
  try {
    const { components } = await detachModule(workspace, moduleOf(node) ?? '', valuesOf(node));
    designer.replace(paths, around(node, components));
    done(text.modules.detached);
  } catch (error) {
    failed(error);
  }
}

/** When it was shown and to whom goes on holding for all that stood in it. */
function around({ show_if, access, only_on }: NodeDefinition, components: NodeDefinition[]): NodeDefinition[] {
  const own = Object.fromEntries(Object.entries({ show_if, access, only_on }).filter((entry): entry is [string, Json] => entry[1] !== undefined));
  return Object.keys(own).length === 0 ? components : [{ kind: 'container', ...own, content: components }];
}

import { ActionIcon, Menu, Tabs } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import type { ComponentKind, JsonSchema } from '@/api/types';
import { text } from '@/text';
import { nodeAt } from '../document/edit';
import { componentOf } from '../document/path';
import type { NodeDefinition, Path } from '../document/types';
import { copyAsYaml } from '../tree/copied';
import { KindIcon } from '../tree/KindIcon';
import { titleOf, type Designer } from '../useDesigner';
import classes from './Inspector.module.css';
import { Settings } from './Setting';
import { StepsSetting } from './StepsSetting';
import { useInspector } from './useInspector';

const words = text.designer.inspector;
const OWN = ['id', 'show_if', 'access'];

interface InspectorProps {
  designer: Designer;
  /** What a screen can be told, and in its definitions what every component and step can be. */
  schema: JsonSchema;
}

/** The settings of what is selected, drawn from the schema of its kind alone. */
export function Inspector({ designer, schema }: InspectorProps) {
  const { doc, selected } = designer;
  const path = componentOf(selected);
  const node = nodeAt(doc, path);
  if (node === undefined) {
    return (
      <div className={classes['panels']}>
        <header className={classes['head']}>
          <h2>{words.screen}</h2>
        </header>
        <div className={classes['panel']}>
          <div className={classes['fields']}>
            <Settings schema={schema} root={schema} path={[]} value={doc} without={['content']} />
          </div>
        </div>
      </div>
    );
  }
  return <NodeInspector key={path.join('.')} designer={designer} schema={schema} node={node} path={path} />;
}

interface NodeInspectorProps {
  designer: Designer;
  schema: JsonSchema;
  node: NodeDefinition;
  path: Path;
}

function NodeInspector({ designer, schema, node, path }: NodeInspectorProps) {
  const kind = designer.kinds.get(node.kind);
  const [tab, setTab] = useState<string | null>('settings');
  return (
    <Tabs className={classes['panels'] ?? ''} value={tab} onChange={setTab} keepMounted={false}>
      <header className={classes['head']}>
        {kind !== undefined && <KindIcon paths={kind.icon_paths} />}
        <h2>{kind?.title ?? node.kind}</h2>
        <NodeMenu designer={designer} path={path} name={titleOf(node, designer.kinds)} />
      </header>
      <p className={classes['about']}>{kind?.description ?? words.unknown(node.kind)}</p>
      <Tabs.List px="md">
        <Tabs.Tab value="settings">{words.settings}</Tabs.Tab>
        {hasEvents(kind) && <Tabs.Tab value="events">{words.events}</Tabs.Tab>}
        <Tabs.Tab value="access">{words.access}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel className={classes['panel'] ?? ''} value="settings">
        <div className={classes['fields']}>
          <Settings schema={schemaOf(kind)} root={schemaOf(kind)} path={path} value={node} />
        </div>
      </Tabs.Panel>
      <Tabs.Panel className={classes['panel'] ?? ''} value="events">
        {kind !== undefined && <EventList kind={kind} node={node} path={path} />}
      </Tabs.Panel>
      <Tabs.Panel className={classes['panel'] ?? ''} value="access">
        <Visibility schema={schema} node={node} path={path} />
      </Tabs.Panel>
    </Tabs>
  );
}

const hasEvents = (kind: ComponentKind | undefined): boolean => (kind?.events.length ?? 0) > 0;
const schemaOf = (kind: ComponentKind | undefined): JsonSchema => kind?.settings_schema ?? {};

function EventList({ kind, node, path }: { kind: ComponentKind; node: NodeDefinition; path: Path }) {
  const root = kind.settings_schema;
  return (
    <div className={classes['fields']}>
      {kind.events.map((event) => (
        <StepsSetting key={event.name} title={event.title} help={event.description} path={[...path, event.name]} value={node[event.name]} stepSchema={root.$defs?.['Step'] ?? {}} root={root} />
      ))}
    </div>
  );
}

/** What every component can be told: its name, when it is shown, and to whom. */
function Visibility({ schema, node, path }: Omit<NodeInspectorProps, 'designer'>) {
  const every = schema.$defs?.['Node']?.properties ?? {};
  const properties = Object.fromEntries(Object.entries(every).filter(([name]) => OWN.includes(name)));
  return (
    <div className={classes['fields']}>
      <Settings schema={{ properties }} root={schema} path={path} value={node} />
    </div>
  );
}

function NodeMenu({ designer, path, name }: { designer: Designer; path: Path; name: string }) {
  const { workspace } = useInspector();
  const node = nodeAt(designer.doc, path);
  const ways: [string, string, () => void][] = [
    [words.menu.duplicate, 'Ctrl D', () => designer.duplicate(path)],
    [words.menu.copyYaml, '', () => void (node !== undefined && copyAsYaml(workspace, [node]))],
    [words.menu.up, 'Alt ↑', () => designer.nudge(path, 'up')],
    [words.menu.down, 'Alt ↓', () => designer.nudge(path, 'down')],
    [words.menu.wrap, 'Ctrl G', () => designer.wrap(path)],
    [words.menu.unwrap, 'Ctrl ⇧ G', () => designer.unwrap(path)],
    [words.menu.remove, 'Del', () => designer.remove(path)],
  ];
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon ml="auto" aria-label={words.menu.label(name)}>
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

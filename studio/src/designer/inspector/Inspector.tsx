import { Tabs } from '@mantine/core';
import { memo, useDeferredValue, useState } from 'react';
import type { ComponentKind, JsonSchema } from '@/api/types';
import { text } from '@/text';
import { nodeAt } from '../document/edit';
import { componentOf } from '../document/path';
import type { JsonObject, NodeDefinition, Path } from '../document/types';
import { kindOf, MODULE } from '../moduleKinds';
import { KindIcon } from '../tree/KindIcon';
import { titleOf, type Designer } from '../useDesigner';
import classes from './Inspector.module.css';
import { NodeMenu } from './NodeMenu';
import { Settings } from './Setting';
import { ModuleFields } from './ModuleFields';
import { SeveralInspector } from './SeveralInspector';
import { StepsSetting } from './StepsSetting';
import { useInspector } from './useInspector';

const words = text.designer.inspector;
/** What every component can be told beside the settings of its kind. */
const OWN = ['id', 'show_if', 'access', 'only_on'];

interface InspectorProps {
  designer: Designer;
  /** What a screen or module can be told, and in its definitions what every component and step can be. */
  schema: JsonSchema;
}

/** The settings of what is selected, drawn from the schema of its kind alone. */
export const Inspector = memo(function Inspector({ designer, schema }: InspectorProps) {
  const { doc, selected, chosen } = designer;
  const { subject } = useInspector();
  if (chosen.length > 1) return <SeveralInspector designer={designer} schema={schema} />;
  const path = componentOf(selected);
  const node = nodeAt(doc, path);
  if (node === undefined) {
    return (
      <div className={classes['panels']}>
        <header className={classes['head']}>
          <h2>{subject.sort === 'screen' ? words.screen : words.module}</h2>
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
});

interface NodeInspectorProps {
  designer: Designer;
  schema: JsonSchema;
  node: NodeDefinition;
  path: Path;
}

function NodeInspector({ designer, schema, node, path }: NodeInspectorProps) {
  const kind = kindOf(node, designer.kinds);
  const [tab, setTab] = useState<string | null>('settings');
  return (
    <Tabs className={classes['panels'] ?? ''} value={tab} onChange={setTab} keepMounted={false}>
      <header className={classes['head']}>
        {kind !== undefined && <KindIcon paths={kind.icon_paths} />}
        <h2>{kind?.title ?? node.kind}</h2>
        <NodeMenu designer={designer} paths={[path]} name={titleOf(node, designer.kinds)} />
      </header>
      <p className={classes['about']}>{kind?.description ?? words.unknown(node.kind)}</p>
      <Tabs.List px="md">
        <Tabs.Tab value="settings">{words.settings}</Tabs.Tab>
        {hasEvents(kind) && <Tabs.Tab value="events">{words.events}</Tabs.Tab>}
        <Tabs.Tab value="access">{words.access}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel className={classes['panel'] ?? ''} value="settings">
        <OwnFields kind={kind} path={path} node={node} />
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

/** What the kind can be told; of a module what that declares. */
function OwnFields({ kind, path, node }: { kind: ComponentKind | undefined; path: Path; node: NodeDefinition }) {
  return node.kind === MODULE ? <ModuleFields kind={kind} path={path} node={node} /> : <Fields schema={schemaOf(kind)} path={path} value={node} />;
}

/** Many fields take a moment: what is selected is shown before them, and keys are heard meanwhile. */
function Fields({ schema, path, value }: { schema: JsonSchema; path: Path; value: JsonObject }) {
  const isDrawn = useDeferredValue(true, false);
  return <div className={classes['fields']}>{isDrawn && <Settings schema={schema} root={schema} path={path} value={value} />}</div>;
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

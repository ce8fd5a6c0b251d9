import { memo, useMemo, useRef, useState } from 'react';
import type { ComponentKind, JsonSchema } from '@/api/types';
import { text } from '@/text';
import { nodeAt } from '../document/edit';
import { componentOf } from '../document/path';
import type { NodeDefinition, Path } from '../document/types';
import { kindOf, MODULE } from '../moduleKinds';
import { KindIcon } from '../tree/KindIcon';
import { titleOf, type Designer } from '../useDesigner';
import type { Led } from '../useSelection';
import classes from './Inspector.module.css';
import { ModuleFields } from './ModuleFields';
import { NodeMenu } from './NodeMenu';
import { Settings } from './Setting';
import { SeveralInspector } from './SeveralInspector';
import { StepsSetting } from './StepsSetting';
import { Tabbed, type TabChoice } from './Tabbed';
import { byTab, faultsByTab, firstTab, holding, TABS, type TabName } from './tabs';
import { useInspector } from './useInspector';

const words = text.designer.inspector;
/** What every component can be told beside the settings of its kind. */
const OWN = ['id', 'show_if', 'access', 'only_on'];
const NOTHING: JsonSchema = {};

interface InspectorProps {
  designer: Designer;
  /** What a screen or module can be told, and in its definitions what every component and step can be. */
  schema: JsonSchema;
}

/** The settings of what is selected, drawn from the schema of its kind alone. */
export const Inspector = memo(function Inspector({ designer, schema }: InspectorProps) {
  const { doc, selected, chosen, led } = designer;
  const choice = useTabChoice(led);
  if (chosen.length > 1) return <SeveralInspector designer={designer} schema={schema} choice={choice} />;
  const path = componentOf(selected);
  const node = nodeAt(doc, path);
  if (node === undefined) return <DocumentInspector designer={designer} schema={schema} choice={choice} />;
  return <NodeInspector designer={designer} schema={schema} node={node} path={path} choice={choice} />;
});

/** A chosen tab stays open when something else is selected; being led to a setting comes before it once. */
function useTabChoice(led: Led | null): TabChoice {
  const [chosen, setChosen] = useState<{ tab: TabName | null; since: Led | null }>({ tab: null, since: null });
  const reachedRef = useRef<Led | null>(null);
  return useMemo(() => ({ tab: chosen.tab, led, isPast: chosen.since === led, choose: (tab) => setChosen({ tab, since: led }), reachedRef }), [chosen, led]);
}

interface PanelProps extends InspectorProps {
  choice: TabChoice;
}

const SCREEN: Path = [];

/** What the screen or module itself can be told. */
function DocumentInspector({ designer: { doc }, schema, choice }: PanelProps) {
  const { subject, errors } = useInspector();
  const own = useMemo(() => byTab(schema.properties ?? {}, schema), [schema]);
  const tabOfName = (name: string) => holding(own, name);
  return (
    <Tabbed
      path={SCREEN}
      tabs={TABS.filter((tab) => own[tab] !== undefined)}
      start="general"
      choice={choice}
      tabOfName={tabOfName}
      faults={faultsByTab(errors, SCREEN, tabOfName)}
      draw={(tab) => <Settings schema={{ ...schema, properties: own[tab] ?? {} }} root={schema} path={SCREEN} value={doc} />}
    >
      <header className={classes['head']}>
        <h2>{subject.sort === 'screen' ? words.screen : words.module}</h2>
      </header>
    </Tabbed>
  );
}

interface NodeInspectorProps extends PanelProps {
  node: NodeDefinition;
  path: Path;
}

function NodeInspector({ designer, schema, node, path, choice }: NodeInspectorProps) {
  const { errors } = useInspector();
  const kind = kindOf(node, designer.kinds);
  const tabs = useTabsOf(node, kind, schema);
  return (
    <Tabbed path={path} tabs={tabs.shown} start={tabs.start} choice={choice} tabOfName={tabs.tabOfName} faults={faultsByTab(errors, path, tabs.tabOfName)} draw={(tab) => <TabFields tab={tab} tabs={tabs} kind={kind} schema={schema} node={node} path={path} />}>
      <header className={classes['head']}>
        {kind !== undefined && <KindIcon paths={kind.icon_paths} />}
        <h2>{kind?.title ?? node.kind}</h2>
        <NodeMenu designer={designer} paths={[path]} name={titleOf(node, designer.kinds)} />
      </header>
      <p className={classes['about']}>{kind?.description ?? words.unknown(node.kind)}</p>
    </Tabbed>
  );
}

type TabsOfNode = ReturnType<typeof useTabsOf>;

/** What a component can be told, by tab: as its kind says, and as all of them can be. */
function useTabsOf(node: NodeDefinition, kind: ComponentKind | undefined, schema: JsonSchema) {
  const isModule = node.kind === MODULE;
  return useMemo(() => {
    // What a module declares stands under one tab, below `values`.
    const settings = isModule ? NOTHING : (kind?.settings_schema ?? NOTHING);
    const own = byTab(settings.properties ?? {}, settings);
    const every = byTab(Object.fromEntries(Object.entries(schema.$defs?.['Node']?.properties ?? {}).filter(([name]) => OWN.includes(name))), schema);
    const events = kind?.events ?? [];
    const tabOfName = (name: string): TabName | undefined => {
      if (isModule && (name === 'values' || name === 'module')) return 'general';
      return events.some((event) => event.name === name) ? 'events' : (holding(own, name) ?? holding(every, name));
    };
    const shown = TABS.filter((tab) => own[tab] !== undefined || every[tab] !== undefined || (tab === 'events' && events.length > 0));
    return { settings, own, every, events, tabOfName, shown, start: firstTab(settings, settings) };
  }, [isModule, kind, schema]);
}

interface TabFieldsProps {
  tab: TabName;
  tabs: TabsOfNode;
  kind: ComponentKind | undefined;
  schema: JsonSchema;
  node: NodeDefinition;
  path: Path;
}

function TabFields({ tab, tabs: { settings, own, every, events }, kind, schema, node, path }: TabFieldsProps) {
  return (
    <>
      {tab === 'general' && node.kind === MODULE && <ModuleFields kind={kind} path={path} node={node} />}
      <Settings schema={{ ...settings, properties: own[tab] ?? {} }} root={settings} path={path} value={node} />
      {tab === 'events' && events.map((event) => <StepsSetting key={event.name} title={event.title} help={event.description} path={[...path, event.name]} value={node[event.name]} stepSchema={settings.$defs?.['Step'] ?? NOTHING} root={settings} />)}
      <Settings schema={{ properties: every[tab] ?? {} }} root={schema} path={path} value={node} />
    </>
  );
}

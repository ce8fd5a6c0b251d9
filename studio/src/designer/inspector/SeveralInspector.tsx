import type { JsonSchema } from '@/api/types';
import { labelOf } from '@/schema/labels';
import { text } from '@/text';
import { nodeAt } from '../document/edit';
import { sharedAt } from '../document/several';
import type { Json } from '../document/types';
import type { Designer } from '../useDesigner';
import classes from './Inspector.module.css';
import { NodeMenu } from './NodeMenu';
import { Settings } from './Setting';
import { shapeOf, sharedSettings, type Sort } from './shape';
import { Tabbed, type TabChoice } from './Tabbed';
import { byTab, firstTab, holding, TABS } from './tabs';
import { InspectorContext, useInspector } from './useInspector';

const words = text.designer.several;
const IN_PARTS: Sort[] = ['list', 'object', 'map', 'union'];
const EVERY = ['show_if', 'access', 'only_on'];

/** The settings that several selected components have in common, changed in all of them at once. */
export function SeveralInspector({ designer, schema, choice }: { designer: Designer; schema: JsonSchema; choice: TabChoice }) {
  const inspector = useInspector();
  const { doc, chosen, kinds } = designer;
  const first = chosen[0] ?? [];
  const nodes = chosen.flatMap((path) => nodeAt(doc, path) ?? []);
  const schemas = nodes.map((node) => kinds.get(node.kind)?.settings_schema ?? {});
  const root = schemas[0] ?? {};
  const own = sharedSettings(schemas);
  const required = schemas.flatMap((one) => one.required ?? []);
  const every = Object.fromEntries(Object.entries(schema.$defs?.['Node']?.properties ?? {}).filter(([name]) => EVERY.includes(name)));
  const names = [...Object.keys(own), ...EVERY];
  const value = Object.fromEntries(names.flatMap((name): [string, Json][] => {
    const shared = sharedAt(nodes, name);
    return shared === undefined ? [] : [[name, shared]];
  }));
  const differing = names.filter((name) => value[name] === undefined && nodes.some((node) => node[name] !== undefined));
  // A part of a value can be changed in all of them only where they begin alike.
  // And where they differ, no default is shown in the place of what they say.
  const shown = Object.fromEntries(
    Object.entries(own).flatMap(([name, raw]): [string, JsonSchema][] => {
      if (!differing.includes(name)) return [[name, raw]];
      return IN_PARTS.includes(shapeOf(raw, root).sort) ? [] : [[name, { ...raw, default: undefined }]];
    }),
  );
  const count = words.count(chosen.length);
  const [tabs, tabsOfEvery] = [byTab(shown, root), byTab(every, schema)];
  return (
    <InspectorContext value={{ ...inspector, change: (path, next) => designer.changeAll(chosen, path.slice(first.length), next) }}>
      <Tabbed
        key={chosen.map((path) => path.join('.')).join(' ')}
        path={first}
        tabs={TABS.filter((tab) => tabs[tab] !== undefined || tabsOfEvery[tab] !== undefined)}
        start={Object.keys(shown).length === 0 ? 'visibility' : firstTab({ properties: shown, required }, root)}
        choice={choice}
        tabOfName={(name) => holding(tabs, name) ?? holding(tabsOfEvery, name)}
        draw={(tab) => (
          <>
            <Settings schema={{ properties: tabs[tab] ?? {}, required }} root={root} path={first} value={value} />
            <Settings schema={{ properties: tabsOfEvery[tab] ?? {} }} root={schema} path={first} value={value} />
          </>
        )}
      >
        <header className={classes['head']}>
          <h2>{count}</h2>
          <NodeMenu designer={designer} paths={chosen} name={count} />
        </header>
        <p className={classes['about']}>
          {Object.keys(own).length === 0 ? words.nothing : words.about} {differing.length > 0 && words.differ(differing.map((name) => labelOf(name, own[name]?.title ?? every[name]?.title)).join(', '))}
        </p>
      </Tabbed>
    </InspectorContext>
  );
}

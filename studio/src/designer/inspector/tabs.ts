import { IconAdjustmentsHorizontal, IconBolt, IconDatabase, IconEye, IconRuler2, IconLock, IconPalette } from '@tabler/icons-react';
import type { JsonSchema } from '@/api/types';
import { dotted } from '../document/path';
import type { Path } from '../document/types';
import { shapeOf } from './shape';

/** The tabs of the inspector, in their order, and how each is drawn. */
export const ICONS = {
  general: IconAdjustmentsHorizontal,
  data: IconDatabase,
  layout: IconRuler2,
  style: IconPalette,
  visibility: IconEye,
  events: IconBolt,
  access: IconLock,
};
export type TabName = keyof typeof ICONS;
export const TABS = Object.keys(ICONS) as TabName[];

const isTab = (name: string | undefined): name is TabName => name !== undefined && Object.hasOwn(ICONS, name);

/** The tab that the schema of a setting says; one that is not known here, and none, is the first. */
export const tabOf = (raw: JsonSchema): TabName => (isTab(raw['x-tab']) ? raw['x-tab'] : 'general');

type Properties = Record<string, JsonSchema>;
export type ByTab = Partial<Record<TabName, Properties>>;

/** The settings of a schema that a control is drawn for, by their tab. Components and steps have places of their own. */
export function byTab(properties: Properties, root: JsonSchema): ByTab {
  const found: ByTab = {};
  for (const [name, raw] of Object.entries(properties)) {
    const { sort } = shapeOf(raw, root);
    if (sort !== 'nodes' && sort !== 'steps') (found[tabOf(raw)] ??= {})[name] = raw;
  }
  return found;
}

/** The tab that holds the first thing a kind can be told: what is needed before what is not, as they are drawn. */
export function firstTab({ properties = {}, required = [] }: JsonSchema, root: JsonSchema): TabName {
  const drawn = byTab(properties, root);
  const names = Object.keys(properties);
  const ordered = [...names.filter((name) => required.includes(name)), ...names];
  return ordered.map((name) => holding(drawn, name)).find((tab) => tab !== undefined) ?? 'general';
}

/** The tab under which a setting stands; nothing where no control is drawn for it. */
export const holding = (tabs: ByTab, name: string): TabName | undefined => TABS.find((tab) => Object.hasOwn(tabs[tab] ?? {}, name));

/** How many mistakes stand under each tab, those of what a component holds aside. */
export function faultsByTab(errors: ReadonlyMap<string, string>, path: Path, tabOfName: (name: string) => TabName | undefined): ReadonlyMap<TabName, number> {
  const prefix = path.length === 0 ? '' : `${dotted(path)}.`;
  const found = new Map<TabName, number>();
  for (const place of errors.keys()) {
    const tab = place.startsWith(prefix) ? tabOfName(place.slice(prefix.length).split('.')[0] ?? '') : undefined;
    if (tab !== undefined) found.set(tab, (found.get(tab) ?? 0) + 1);
  }
  return found;
}

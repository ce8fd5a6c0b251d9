import type { ComponentKind } from '@/api/types';
import { outline } from '@/designer/document/outline';
import { isObject, type Json, type JsonObject, type NodeDefinition, type Path, type ScreenDefinition } from '@/designer/document/types';
import { text } from '@/text';
import { same } from '@/ui/same';
import type { AppPart } from '../draft/useAppDraft';

/** What an item of the navigation is called while it is edited: as a component, so that the tree of the designer can hold it. */
export const GROUP = 'container';
export const LINK = 'link';
const words = text.apps.navigation;

const kindOf = (kind: string, title: string, icon: string[], slots: ComponentKind['slots']): ComponentKind => ({
  kind,
  title,
  description: '',
  group: '',
  icon: '',
  icon_paths: icon,
  inside: null,
  slots,
  events: [],
  start: { kind },
  settings_schema: {},
});

export const KINDS: ComponentKind[] = [
  kindOf(GROUP, words.group, ['M5 4h4l3 3h7a2 2 0 0 1 2 2v8a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-11a2 2 0 0 1 2 -2'], [{ name: 'content', description: '' }]),
  kindOf(LINK, words.link, ['M9 15l6 -6', 'M11 6l.463 -.536a5 5 0 0 1 7.071 7.072l-.534 .464', 'M13 18l-.397 .534a5.068 5.068 0 0 1 -7.127 0a4.972 4.972 0 0 1 0 -7.071l.524 -.463'], []),
];

function nodeOf(item: Json): NodeDefinition[] {
  if (!isObject(item)) return [];
  const { items, ...said } = item;
  const kept = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
  return Array.isArray(items) && items.length > 0 ? [{ kind: GROUP, ...kept, content: items.flatMap(nodeOf) }] : [{ kind: LINK, ...kept }];
}

function itemOf(node: Json): JsonObject[] {
  if (!isObject(node)) return [];
  const { kind, content, ...said } = node;
  const label = typeof said['label'] === 'string' && said['label'].trim() !== '' ? said['label'].trim() : kind === GROUP ? words.newGroup : words.newLink;
  const item = { ...said, label };
  return [kind === GROUP ? { ...item, items: Array.isArray(content) ? content.flatMap(itemOf) : [] } : item];
}

/** The navigation of an app as a document of the designer. */
export function docOf(app: JsonObject): ScreenDefinition {
  const items = Array.isArray(app['navigation']) ? app['navigation'].flatMap(nodeOf) : [];
  return { title: words.title, path: '/', ...(items.length === 0 ? {} : { content: items }) };
}

/** The reverse: what the definition of the app says. */
export const navigationOf = (doc: ScreenDefinition): JsonObject[] => (Array.isArray(doc['content']) ? doc['content'].flatMap(itemOf) : []);

const slotsOf = (kind: string) => (kind === GROUP ? ['content'] : []);
const linesOf = (doc: ScreenDefinition) => outline(doc, slotsOf).filter((line) => line.type === 'node');

/** How many items differ, those that were moved to another group included; a changed order alone is one change. */
export function countChanges(before: ScreenDefinition, after: ScreenDefinition): number {
  const [was, is] = [before, after].map((doc) => linesOf(doc).map(({ node, depth }) => JSON.stringify([depth, { ...node, content: null }])));
  if (same(navigationOf(before), navigationOf(after))) return 0;
  const rest = [...(was ?? [])];
  const fresh = (is ?? []).filter((line) => {
    const at = rest.indexOf(line);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return Math.max(1, fresh.length, rest.length);
}

export const NAVIGATION: AppPart<ScreenDefinition> = { name: 'navigation', docOf, settingOf: navigationOf, countChanges };

/** Items that lead nowhere: links without a target, groups without links. */
export function incomplete(doc: ScreenDefinition): Path[] {
  return linesOf(doc).flatMap((line) => {
    const { screen, to } = line.node;
    const isWhole = line.node.kind === GROUP ? line.children > 0 : Boolean(screen) || Boolean(to);
    return isWhole ? [] : [line.path];
  });
}

import type { Find } from '@/api/types';
import { tablePath } from '@/grid/tablePath';
import { text } from '@/text';
import { yamlPath } from '@/yaml/yamlPath';
import type { PaletteItem } from './paletteItems';

/** Where a definition is worked on. */
function pageOf(workspace: string, { kind, path, names, at, setting }: Find): string {
  const inside = `/w/${workspace}`;
  const [first = '', second = ''] = names;
  const places = { node: at.join('.'), setting: setting.join('.') };
  const said = Object.entries(places).filter(([, place]) => place !== '');
  const node = said.length === 0 ? '' : `?${new URLSearchParams(said).toString()}`;
  const pages: Record<string, string> = {
    app: `${inside}/apps/${first}`,
    screen: `${inside}/apps/${first}/screens/${second}${node}`,
    module: `${inside}/modules/${first}${node}`,
    role: `${inside}/access/${first}`,
    source: `${inside}/data/${first}`,
    query: `${inside}/queries/${first}`,
    table: first.includes('.') ? tablePath(workspace, first, first.split('.')[0] ?? null) : `${inside}/data/-/${first}/design`,
    variable: `${inside}/variables`,
    workspace: inside,
  };
  return pages[kind] ?? yamlPath(workspace, path);
}

/** What is listed by its name already: tables, and queries as the tables they are. */
const LISTED = new Set(['table', 'query', 'source']);

/** What a search found, as things that can be gone to. */
export const itemsFound = (workspace: string, finds: readonly Find[]): PaletteItem[] =>
  finds
    .filter((find) => find.excerpt !== null || !LISTED.has(find.kind))
    .map((find) => ({
      id: `find:${find.path}:${find.line ?? ''}`,
      group: 'definitions',
      label: find.title,
      detail: find.excerpt ?? text.versions.kind[find.kind] ?? find.path,
      to: pageOf(workspace, find),
    }));

import type { AppSummary, Me, Source, TableSummary, User, WorkspaceSummary } from '@/api/types';
import { tablePath } from '@/grid/tablePath';
import { text } from '@/text';
import { matches } from '@/ui/matches';

export type PaletteGroup = 'actions' | 'pages' | 'apps' | 'workspaces' | 'sources' | 'tables' | 'people' | 'definitions';

export interface PaletteItem {
  id: string;
  group: PaletteGroup;
  label: string;
  detail?: string;
  /** An address of the studio, or with `leaves` one that the server renders. */
  to: string;
  leaves?: boolean;
}

export interface PaletteSources {
  me: Me;
  workspace: string | undefined;
  workspaces: WorkspaceSummary[];
  apps: AppSummary[];
  sources: Source[];
  tables: TableSummary[];
  users: User[];
}

const PER_GROUP = 8;
const ORDER: PaletteGroup[] = ['apps', 'pages', 'workspaces', 'tables', 'sources', 'people', 'actions'];

/** Everything that can be gone to from here. */
export function paletteItems(from: PaletteSources): PaletteItem[] {
  return [...pages(from), ...apps(from), ...workspaces(from), ...inWorkspace(from), ...people(from)];
}

/** The items that fit a query, in groups, each cut to what can be taken in. */
export function findItems(items: PaletteItem[], query: string): [PaletteGroup, PaletteItem[]][] {
  const fitting = items.filter((item) => matches(query, item.label, item.detail));
  return ORDER.map((group): [PaletteGroup, PaletteItem[]] => [group, best(fitting, group, query)]).filter(([, found]) => found.length > 0);
}

/** Names that begin with the query come first; otherwise the order stays. */
function best(items: PaletteItem[], group: PaletteGroup, query: string): PaletteItem[] {
  const start = query.toLowerCase();
  const rank = (item: PaletteItem) => (item.label.toLowerCase().startsWith(start) ? 0 : 1);
  return items
    .filter((item) => item.group === group)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, PER_GROUP);
}

function pages({ me, workspace, workspaces: all }: PaletteSources): PaletteItem[] {
  const words = text.shell;
  const title = all.find((item) => item.name === workspace || item.draft === workspace)?.title ?? workspace ?? '';
  const page = (label: string, to: string, detail?: string): PaletteItem => ({ id: `page:${to}`, group: 'pages', label, to, ...(detail === undefined ? {} : { detail }) });
  const here = workspace === undefined ? [] : [
    page(words.overview, `/w/${workspace}`, title),
    page(words.data, `/w/${workspace}/data`, title),
    page(text.queries.title, `/w/${workspace}/queries`, title),
    page(words.apps, `/w/${workspace}/apps`, title),
    page(text.modules.title, `/w/${workspace}/modules`, title),
    page(words.access, `/w/${workspace}/access`, title),
    page(text.variables.title, `/w/${workspace}/variables`, title),
    page(text.versions.title, `/w/${workspace}/versions`, title),
  ];
  const admin: PaletteItem[] = me.is_admin ? [page(words.users, '/users'), { id: 'action:new', group: 'actions', label: words.newApp, to: '/new' }] : [];
  return [page(words.home, '/'), ...here, page(words.account, '/account'), ...admin];
}

function apps({ workspace, workspaces: all, apps: here }: PaletteSources): PaletteItem[] {
  const everywhere = all.flatMap((item) => item.apps.map((app) => ({ app, detail: item.title })));
  const known = new Set(everywhere.map(({ app }) => app.address));
  const others = here.filter((app) => !known.has(app.address)).map((app) => ({ app, detail: workspace ?? '' }));
  return [...everywhere, ...others].map(({ app, detail }) => ({ id: `app:${app.address}`, group: 'apps', label: app.title, detail, to: app.address, leaves: true }));
}

function workspaces({ workspaces: all }: PaletteSources): PaletteItem[] {
  return all.map((item) => ({ id: `workspace:${item.name}`, group: 'workspaces', label: item.title, to: `/w/${item.draft ?? item.name}` }));
}

function inWorkspace({ workspace, sources, tables }: PaletteSources): PaletteItem[] {
  if (workspace === undefined) return [];
  const to = `/w/${workspace}/data`;
  return [
    ...tables.map((table): PaletteItem => ({ id: `table:${table.ref}`, group: 'tables', label: table.title, detail: table.ref, to: table.kind === 'query' ? `/w/${workspace}/${table.ref.replace('.', '/')}` : tablePath(workspace, table.ref, table.source) })),
    ...sources.map((source): PaletteItem => ({ id: `source:${source.name}`, group: 'sources', label: source.title, detail: source.kind, to })),
  ];
}

function people({ users }: PaletteSources): PaletteItem[] {
  return users.map((user) => ({ id: `user:${user.id}`, group: 'people', label: user.name, detail: user.email, to: `/users?find=${encodeURIComponent(user.email)}` }));
}

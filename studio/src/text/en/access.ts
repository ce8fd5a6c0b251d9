import type { RowVerb } from '@/api/types';

const list = (items: string[]) => new Intl.ListFormat('en').format(items);

/** Roles and who has them. */
export const access = {
  title: 'Access',
  about: 'Nobody may do anything that no role allows. Rights only add up.',
  tabs: { roles: 'Roles', matrix: 'Tables', people: 'People' },
  roles: {
    builtIn: 'Built in',
    inherits: (roles: string[]) => `Holds everything that ${list(roles)} ${roles.length === 1 ? 'holds' : 'hold'}.`,
    everything: 'May design this workspace and do everything in it.',
    nothing: 'Grants nothing of its own.',
    anybody: 'Anybody, signed in or not.',
    edit: 'Roles are files of the workspace: change them with the command line or the API.',
  },
  verbs: { read: 'read', create: 'create', update: 'change', delete: 'delete' } satisfies Record<RowVerb, string>,
  sentence: {
    table: (verbs: string[], table: string) => `May ${list(verbs)} rows of ${table}`,
    allTables: 'all tables',
    allOf: (source: string) => `all tables of ${source}`,
    where: 'only where',
    columns: (columns: string[]) => `only the columns ${list(columns)}`,
    hide: (columns: string[]) => `without ${list(columns)}`,
    readOnly: (columns: string[]) => `${list(columns)} cannot be changed`,
    mask: (columns: string[]) => `${list(columns)} shown as dots`,
    app: (app: string) => `May open the app ${app}`,
    screen: (screen: string, app: string) => `May open the screen ${screen} of ${app}`,
    source: (source: string) => `May see the data source ${source} and its schema`,
    designSource: (source: string) => `May change the data source ${source}`,
  },
  matrix: {
    label: 'What each role may do with the rows of each table',
    table: 'Table',
    empty: { title: 'No tables yet', about: 'Connect a data source; then each role’s rights on its tables are shown here.' },
    all: 'all rows',
    some: 'some rows',
    none: 'no',
    legend: 'R read · C create · U change · D delete. A letter in brackets: only some rows.',
    letters: { read: 'R', create: 'C', update: 'U', delete: 'D' } satisfies Record<RowVerb, string>,
  },
  people: {
    list: 'People',
    person: 'Name',
    roles: 'Roles here',
    change: 'Change roles',
    changeOf: (name: string) => `Change roles of ${name}`,
    empty: { title: 'Nobody has a role here', about: 'Administrators may do everything. Add users and give them roles.' },
    add: 'Give somebody a role',
    adminsOnly: 'Administrators of the installation decide who has which role.',
  },
};

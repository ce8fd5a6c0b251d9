import type { Catalogue } from '..';
import { access } from './access';
import { account } from './account';
import { apps } from './apps';
import { auth } from './auth';
import { common } from './common';
import { data } from './data';
import { designer } from './designer';
import { generate } from './generate';
import { grid } from './grid';
import { gridEdit } from './gridEdit';
import { history } from './history';
import { home } from './home';
import { importing } from './importing';
import { modules } from './modules';
import { queries } from './queries';
import { roles } from './roles';
import { rowPanel } from './rowPanel';
import { shell } from './shell';
import { tables } from './tables';
import { merge, together } from './together';
import { tour } from './tour';
import { users } from './users';
import { variables } from './variables';
import { versions } from './versions';
import { yaml } from './yaml';

/** The German catalogue. */
export const german: Catalogue = { ...common, access, account, apps, auth, data, designer, generate, grid, gridEdit, history, home, importing, merge, modules, queries, roles, rowPanel, shell, tables, together, tour, users, variables, versions, yaml };

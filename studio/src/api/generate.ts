import { post } from './client';
import type { ConnectionInput } from './sources';
import type { TableSummary } from './types';

export interface PlannedTable extends TableSummary {
  screens?: string[];
  /** Whether the table is part of the app unless somebody decides otherwise. */
  chosen?: boolean;
}

export interface PlannedScreen {
  name: string;
  title: string;
  path: string;
  table?: string | null;
}

export interface Plan {
  source?: { name: string; title: string };
  workspace?: { name: string; title: string };
  app?: { name: string; title: string };
  tables: PlannedTable[];
  screens: PlannedScreen[];
  warnings?: (string | { message: string; table?: string | null })[];
}

export interface Generated {
  workspace: string;
  app: string;
  address: string;
}

export type Connection = ConnectionInput & { kind: string };

/** The connection as the server takes it: an address alone, or a kind with its settings. */
function wire(connection: Connection): Record<string, unknown> {
  return 'url' in connection ? { url: connection.url } : { kind: connection.kind, settings: connection.settings };
}

/** Read the schema behind a connection and say what screens would be made of it. Changes nothing. */
export const planApp = (connection: Connection) => post<Plan>('/generate/plan', wire(connection));

export interface Wish {
  title: string;
  tables: string[];
}

/** Make workspace, data source, tables, app and screens, all or nothing. */
export const generateApp = (connection: Connection, plan: Plan, wish: Wish) =>
  post<Generated>('/generate', {
    ...wire(connection),
    ...(plan.source === undefined ? {} : { source_name: plan.source.name }),
    ...(plan.workspace === undefined ? {} : { workspace: plan.workspace.name }),
    title: wish.title,
    tables: wish.tables,
  });

import type { Language } from '@/text/language';
import { post } from './client';
import type { ConnectionInput } from './sources';
import type { Generated, Plan } from './types';

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
  language: Language;
}

/** Make an app, with its screens and roles, over built-in tables of a workspace. */
export const generateFrom = (workspace: string, wish: Wish) => post<Generated>('/generate', { workspace, ...wish });

/** Make workspace, data source, tables, app and screens, all or nothing. */
export const generateApp = (connection: Connection, plan: Plan, wish: Wish) =>
  post<Generated>('/generate', {
    ...wire(connection),
    source_name: plan.source.name,
    workspace: plan.workspace.name,
    ...wish,
  });

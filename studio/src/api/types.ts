/** What the server answers. Declared by hand where the OpenAPI document says no more than "an object". */

export interface List<T> {
  items: T[];
  cursor?: string | null;
}

export interface Me {
  id: string;
  name: string;
  email: string;
  is_admin: boolean;
  roles: Record<string, string[]>;
  csrf: string | null;
  has_password?: boolean;
  locale: string;
  time_zone: string;
}

export interface SetupState {
  needed: boolean;
}

export interface AppSummary {
  name: string;
  title: string;
  description?: string | null;
  icon?: string | null;
  address: string;
  screens?: number;
}

export interface WorkspaceSummary {
  name: string;
  title: string;
  description?: string | null;
  revision: number;
  created_at?: string | null;
  updated_at?: string | null;
  can_design?: boolean;
  apps?: AppSummary[];
  sources?: number;
  tables?: number;
}

export interface Revision {
  number: number;
  author: string;
  message: string;
  created_at: string;
}

/** JSON Schema as Pydantic writes it, as far as forms need it. */
export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  writeOnly?: boolean;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  examples?: unknown[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  items?: JsonSchema;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  advanced?: boolean;
  'x-advanced'?: boolean;
  'x-secret'?: boolean;
}

export interface Connector {
  kind: string;
  title: string;
  description?: string | null;
  schemes?: string[];
  url_example?: string | null;
  is_installed?: boolean;
  settings_schema: JsonSchema | null;
}

export interface CheckStep {
  name: 'resolve' | 'connect' | 'tls' | 'sign_in' | 'read';
  ok: boolean;
  detail: string;
  hint?: string | null;
  duration_ms?: number;
  skipped?: boolean;
}

export interface Source {
  name: string;
  title: string;
  kind: string;
  description?: string | null;
  read_only?: boolean;
  settings?: Record<string, unknown>;
  tables?: number;
}

export interface TableSummary {
  ref: string;
  title: string;
  source?: string | null;
  kind: 'table' | 'view';
  columns: number | unknown[];
  primary_key?: string[];
  read_only_reason?: string | null;
  rows_estimate?: number | null;
  hidden?: boolean;
}

export interface SchemaChange {
  ref: string;
  title: string;
  changes?: string[];
}

export interface SchemaDifference {
  added: SchemaChange[];
  removed: SchemaChange[];
  changed: SchemaChange[];
}

export type RowVerb = 'read' | 'create' | 'update' | 'delete';

export interface TableGrant {
  table: string;
  can?: RowVerb[];
  rows?: string | null;
  columns?: string[] | null;
  hide?: string[];
  read_only?: string[];
  mask?: string[];
}

export interface ScreenGrant {
  screen: string;
}

export interface SourceGrant {
  source: string;
  can?: ('read' | 'design')[];
}

export type Grant = TableGrant | ScreenGrant | SourceGrant;

export interface Role {
  name: string;
  title: string;
  description?: string | null;
  inherits?: string[];
  grants?: Grant[];
  built_in?: boolean;
}

export interface User {
  id: string;
  email: string;
  name: string;
  is_admin: boolean;
  is_active: boolean;
  roles: Record<string, string[]>;
  created_at: string;
  last_sign_in_at?: string | null;
}

export interface Session {
  id: string;
  created_at: string;
  last_seen_at: string;
  user_agent?: string | null;
  ip?: string | null;
  is_current?: boolean;
}

export interface ApiToken {
  id: string;
  name: string;
  scopes: string[] | null;
  created_at: string;
  expires_at?: string | null;
  last_used_at?: string | null;
  revoked_at?: string | null;
}

/** What the server answers, by the names the studio uses. The shapes come from the server's own schemas. */
import type { components } from '@/generated/api';

type Schemas = components['schemas'];

export interface List<T> {
  items: T[];
  cursor?: string | null;
}

export type Me = Schemas['MeAnswer'];
export type SetupState = Schemas['SetupAnswer'];
export type AppSummary = Schemas['AppInfoAnswer'];
export type WorkspaceSummary = Schemas['WorkspaceAnswer'];
export type Revision = Schemas['ChangeAnswer'];
export type Source = Schemas['SourceAnswer'];
export type TableSummary = Schemas['ListedTableAnswer'];
export type SchemaChange = Schemas['TableChangeAnswer'];
export type SchemaDifference = Schemas['DifferenceAnswer'];
export type AccessMatrix = Schemas['MatrixAnswer'];
export type Place = Schemas['PlaceAnswer'];
export type Cell = Record<string, boolean | 'some rows'>;
export type RoleTrial = Schemas['RoleTrialAnswer'];
export type RoleError = Schemas['RoleErrorAnswer'];
export type RuleHelp = Schemas['RuleAnswer'];
export type Suggestion = Schemas['SuggestionAnswer'];
export type Why = Schemas['WhyAnswer'];
export type SourceUse = Schemas['SourceUseAnswer'];
export type QuerySummary = Schemas['QueryInfoAnswer'];
export type QueryNames = Schemas['NamesAnswer'];
export type Template = Schemas['TemplateAnswer'];
export type InstalledTemplate = Schemas['InstalledAnswer'];
export type QueryResult = Schemas['ResultAnswer'];
export type User = Schemas['UserAnswer'];
export type Member = Schemas['MemberAnswer'];
export type Session = Schemas['SessionAnswer'];
export type ApiToken = Schemas['TokenAnswer'];
export type Plan = Schemas['PlanAnswer'];
export type PlannedTable = Schemas['PlannedTableAnswer'];
export type Generated = Schemas['GeneratedAnswer'];

export type ScreenSummary = Schemas['ScreenInfoAnswer'];
export type Definition = Schemas['DefinitionAnswer'];
export type ExpressionHelp = Schemas['ExpressionHelpAnswer'];
export type ReadScreen = Schemas['ReadScreenAnswer'];
export type Preview = Schemas['DrawnScreenAnswer'];
export type EventRun = Schemas['EventRunAnswer'];
export type StepRun = Schemas['StepRunAnswer'];
export type ThemePreview = Schemas['ThemePreviewAnswer'];
export type Accent = Schemas['AccentAnswer'];

/** A kind of component or action; its settings are described by JSON Schema, which OpenAPI knows only as an object. */
export type ComponentKind = Omit<Schemas['ComponentKindAnswer'], 'settings_schema'> & { settings_schema: JsonSchema };
export type Find = Schemas['FindAnswer'];
export type ModuleInfo = Schemas['ModuleInfoAnswer'];
export type ActionKind = Omit<Schemas['ActionKindAnswer'], 'settings_schema'> & { settings_schema: JsonSchema };

/** A kind of column of built-in tables, likewise. */
export type ColumnKind = Omit<Schemas['ColumnKindAnswer'], 'settings_schema'> & { settings_schema: JsonSchema };
export type DesignedTable = Schemas['DesignedTableAnswer'];
export type SchemaPlan = Schemas['SchemaPlanAnswer'];
export type PlannedChange = SchemaPlan['planned'][number];

/** A kind of data source; its settings are described by JSON Schema, which OpenAPI knows only as an object. */
export type Connector = Omit<Schemas['ConnectorAnswer'], 'settings_schema'> & { settings_schema: JsonSchema | null };

/** A table with its columns; definitions are objects to OpenAPI. */
export type Table = Omit<Schemas['TableAnswer'], 'definition'> & { definition: TableDefinition };

export interface TableDefinition {
  title: string | null;
  singular: string | null;
  source: string | null;
  view: object | null;
  columns: Column[];
  primary_key: string[];
  relations: { name: string; columns: string[]; target: string; target_columns: string[] }[];
  display: string | null;
  sort: string[];
}

export interface Column {
  name: string;
  label: string | null;
  help: string | null;
  kind: string | null;
  type: string;
  native_type: string | null;
  required: boolean;
  nullable: boolean;
  read_only: boolean;
  zoned: boolean;
  long: boolean;
  stamp: string | null;
  options: { value: string; label: string | null; tone: string | null }[];
  links: { target: string } | null;
  files: { many: boolean } | null;
  cell: { format: string } | null;
}

/** A step of a connection test; there are five, always in this order. */
export type CheckStep = Omit<Schemas['StepAnswer'], 'name'> & { name: 'resolve' | 'connect' | 'tls' | 'sign_in' | 'read' };

/** A role; grants are definitions, which OpenAPI knows only as objects. */
export type Role = Omit<Schemas['RoleAnswer'], 'grants'> & { grants: Grant[] };

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
  additionalProperties?: boolean | JsonSchema;
  'x-table'?: boolean;
  'x-column'?: boolean;
  'x-reference'?: boolean;
  'x-of'?: string[];
  'x-role'?: boolean;
  'x-screen'?: boolean;
  'x-node'?: boolean;
  'x-component'?: boolean;
  'x-step'?: boolean;
  'x-expression'?: boolean | 'condition' | 'row';
  /** What its allowed values are called in the language asked for. */
  'x-labels'?: Record<string, string>;
  /** What it is the size of, and how large its values are: it can be dragged in the picture. */
  'x-size'?: SizeHint;
  /** The tab of the inspector it stands under. */
  'x-tab'?: string;
}

/** A size in pixels for each choice (null is all the room there is), or for each step of a number. `columns` need none. */
export interface SizeHint {
  of: 'width' | 'height' | 'columns' | 'gap';
  pixels?: Record<string, number | null>;
  each?: number;
  /** Other settings, and the values at which this one counts. */
  where?: Record<string, string[]>;
}

export type RowVerb = 'read' | 'create' | 'update' | 'delete' | 'comment';

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

export type Environment = Schemas['EnvironmentAnswer'];
export type Version = Schemas['VersionAnswer'];
export type Versions = Schemas['VersionsAnswer'];
export type DefinitionChange = Schemas['DefinitionChangeAnswer'];
export type CommentThread = Schemas['ThreadAnswer'];
export type DefinitionEditor = Schemas['EditorAnswer'];
export type RenamedScreen = Schemas['RenamedScreenAnswer'];
export type DefinitionHistory = Schemas['DefinitionHistoryAnswer'];
export type Happening = Schemas['HappeningAnswer'];
export type Scheduled = NonNullable<Schemas['ScheduleAnswer']['scheduled']>;
export type Schedule = Schemas['ScheduleAnswer'];
export type Release = Schemas['ReleaseAnswer'];
export type Variable = Schemas['VariableAnswer'];
export type VariableDefinition = Schemas['VariableBody'];
export type RowComparison = Schemas['ComparisonAnswer'];
export type RowDifference = Schemas['RowDifferenceAnswer'];

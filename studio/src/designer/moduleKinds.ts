import type { ModuleSetting, ModuleSummary } from '@/api/modules';
import type { ComponentKind, JsonSchema } from '@/api/types';
import { text } from '@/text';
import { isObject, type JsonObject, type NodeDefinition } from './document/types';

/** The kind of the component that puts a module onto a screen. */
export const MODULE = 'module';
export const MODULES = 'modules';

const EXPRESSION: JsonSchema = { type: 'string', pattern: String.raw`\{\{` };
const orExpression = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, EXPRESSION], 'x-expression': true });

const PLAIN: Record<ModuleSetting['type'], (setting: ModuleSetting) => JsonSchema> = {
  text: () => ({ type: 'string', 'x-expression': true }),
  whole: () => orExpression({ type: 'integer' }),
  number: () => orExpression({ type: 'number' }),
  boolean: () => orExpression({ type: 'boolean' }),
  date: () => ({ type: 'string', 'x-expression': true }),
  datetime: () => ({ type: 'string', 'x-expression': true }),
  choice: ({ options }) => orExpression({ type: 'string', enum: options }),
  any: () => ({ 'x-expression': true }),
};

function settingSchema(setting: ModuleSetting): JsonSchema {
  const { label, help, default: fallback, type } = setting;
  return { ...PLAIN[type](setting), ...(label === null ? {} : { title: label }), description: help ?? '', ...(fallback === null || fallback === undefined ? {} : { default: fallback }) };
}

/** What a module can be told, as the settings of a kind are described. */
export const valuesSchema = ({ settings }: ModuleSummary): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(settings.map((setting) => [setting.name, settingSchema(setting)])),
  required: settings.filter((setting) => setting.required).map((setting) => setting.name),
});

/** What a setting that must be said begins with. */
function firstOf({ type, options, label, name }: ModuleSetting) {
  const today = new Date().toISOString();
  const first = { text: label ?? name, whole: 1, number: 1, boolean: false, date: today.slice(0, 10), datetime: `${today.slice(0, 19)}Z`, choice: options[0] ?? '', any: '' };
  return first[type];
}

const keyOf = (module: string) => `${MODULE}:${module}`;

/** Each module as a kind of component of its own, beside the kinds there are; that of modules in general stands for none. */
export function withModules(kinds: readonly ComponentKind[], modules: readonly ModuleSummary[]): ComponentKind[] {
  const base = kinds.find((kind) => kind.kind === MODULE);
  if (base === undefined) return [...kinds];
  const own = modules.map((module): ComponentKind => {
    const needed = module.settings.filter((setting) => setting.required);
    const values = Object.fromEntries(needed.map((setting) => [setting.name, firstOf(setting)]));
    const start = { kind: MODULE, module: module.name, ...(needed.length === 0 ? {} : { values }) };
    return { ...base, kind: keyOf(module.name), title: module.title, description: module.description ?? text.modules.kind, icon_paths: module.icon_paths, group: MODULES, settings_schema: valuesSchema(module), start };
  });
  return [...kinds, ...own];
}

/** Whether a kind can be put onto a screen from the list of them. */
export const isOffered = (kind: ComponentKind): boolean => kind.kind !== MODULE;

/** The module that a component puts there; nothing of any other component. */
export const moduleOf = (node: NodeDefinition): string | null => (node.kind === MODULE && typeof node['module'] === 'string' ? node['module'] : null);

/** What it is told. */
export const valuesOf = ({ values }: NodeDefinition): JsonObject => (isObject(values) ? values : NOTHING);
const NOTHING: JsonObject = {};

/** The kind of a component: of one that puts a module there, that of the module. */
export function kindOf(node: NodeDefinition, kinds: ReadonlyMap<string, ComponentKind>): ComponentKind | undefined {
  const module = moduleOf(node);
  return (module === null ? undefined : kinds.get(keyOf(module))) ?? kinds.get(node.kind);
}

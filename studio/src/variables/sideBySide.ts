import type { Variable } from '@/api/types';

/** A variable with what it is in each environment; what is said of it besides is the draft's, where there is one. */
export interface VariableRow {
  name: string;
  title: string | null;
  description: string | null;
  type: Variable['type'];
  default: string | null;
  development: Variable | undefined;
  production: Variable | undefined;
  /** Whether it can be changed and removed: what is only published any more cannot. */
  isDefined: boolean;
}

/** Where a variable stands as a file. */
export const fileOf = (row: VariableRow) => `variables/${row.name}.yaml`;

/** The variables of both environments by name. Before anything was published there is one environment, production. */
export function sideBySide(drafted: Variable[] | undefined, used: Variable[], isPublished: boolean): VariableRow[] {
  const development = new Map((drafted ?? []).map((one) => [one.name, one]));
  const production = new Map(used.map((one) => [one.name, one]));
  const names = [...new Set([...development.keys(), ...production.keys()])].sort();
  return names.flatMap((name) => {
    const told = development.get(name) ?? production.get(name);
    if (told === undefined) return [];
    const { title, description, type, default: byDefault } = told;
    return [{ name, title, description, type, default: byDefault, development: development.get(name), production: production.get(name), isDefined: development.has(name) || !isPublished }];
  });
}

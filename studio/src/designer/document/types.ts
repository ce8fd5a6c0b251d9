/** A definition as plain JSON; nothing here knows a kind. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = Record<string, Json>;

/** A place in a definition: `['content', 0, 'actions', 1]`. A list of components is the place of its key. */
export type Path = readonly (string | number)[];

export interface NodeDefinition extends JsonObject {
  kind: string;
}

/** A screen or a module; only a screen has a path. */
export interface ScreenDefinition extends JsonObject {
  title: string;
}

/** Where a screen stands in its app; a module stands nowhere. */
export const pathOf = ({ path }: ScreenDefinition): string => (typeof path === 'string' ? path : '');

/** Which settings of a kind hold other components. */
export type SlotsOf = (kind: string) => readonly string[];

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isNode = (value: Json | undefined): value is NodeDefinition => isObject(value) && typeof value['kind'] === 'string';

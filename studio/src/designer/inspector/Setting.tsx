import { useId, type ReactNode } from 'react';
import type { JsonSchema } from '@/api/types';
import { labelOf } from '@/schema/labels';
import { dotted } from '../document/path';
import type { Json, Path } from '../document/types';
import classes from './Inspector.module.css';
import { ListSetting } from './ListSetting';
import { MapSetting } from './MapSetting';
import { ObjectSetting } from './ObjectSetting';
import { PlainSetting } from './PlainSetting';
import { shapeOf, valueToKeep, type Shape } from './shape';
import { UnionSetting } from './UnionSetting';
import { useInspector } from './useInspector';

export interface SettingProps {
  name: string;
  raw: JsonSchema;
  root: JsonSchema;
  path: Path;
  value: Json | undefined;
  required?: boolean;
  /** What is said instead of the name: "Item 2". */
  label?: string;
}

/** What the control of one setting is told. */
export interface ControlProps {
  id: string;
  label: string;
  help: ReactNode;
  error: string | null;
  shape: Shape;
  root: JsonSchema;
  path: Path;
  value: Json | undefined;
  required: boolean;
  onChange: (value: Json | undefined) => void;
}

/** What holds where nothing is said, as an example in the empty field. */
export const fallbackText = ({ fallback }: Shape): string => (typeof fallback === 'string' || typeof fallback === 'number' ? String(fallback) : '');

/** One setting of any kind, drawn from its schema alone. Components and steps in it have places of their own. */
export function Setting({ name, raw, root, path, value, required = false, label }: SettingProps) {
  const { change, errors } = useInspector();
  const id = useId();
  const shape = shapeOf(raw, root);
  const control: ControlProps = {
    id,
    label: label ?? labelOf(name, raw.title),
    help: helpOf(raw.description),
    error: errors.get(dotted(path)) ?? null,
    shape,
    root,
    path,
    value,
    required,
    onChange: (next) => change(path, valueToKeep(next, shape, required)),
  };
  switch (shape.sort) {
    case 'nodes':
    case 'steps': return null;
    case 'object': return <ObjectSetting {...control} />;
    case 'list': return <ListSetting {...control} />;
    case 'map': return <MapSetting {...control} />;
    case 'union': return <UnionSetting {...control} />;
    default: return <PlainSetting {...control} />;
  }
}

/** Words of a schema, where what stands between backticks is code; nothing where there are none. */
function helpOf(words: string | undefined): ReactNode {
  if (words === undefined || words === '') return null;
  return words.split('`').map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>));
}

interface SettingsProps {
  schema: JsonSchema;
  root: JsonSchema;
  path: Path;
  value: Record<string, Json>;
  without?: readonly string[];
}

/** Every setting of an object: what is needed first, then the rest in the order of the schema. */
export function Settings({ schema, root, path, value, without = [] }: SettingsProps) {
  const required = new Set(schema.required ?? []);
  const every = Object.entries(schema.properties ?? {}).filter(([name]) => !without.includes(name));
  const ordered = [...every.filter(([name]) => required.has(name)), ...every.filter(([name]) => !required.has(name))];
  return ordered.map(([name, raw]) => {
    const own = [...path, name];
    return (
      <div key={name} className={classes['place']} data-setting={dotted(own)}>
        <Setting name={name} raw={raw} root={root} path={own} value={value[name]} required={required.has(name)} />
      </div>
    );
  });
}

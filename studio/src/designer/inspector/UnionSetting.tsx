import { SegmentedControl } from '@mantine/core';
import type { JsonSchema } from '@/api/types';
import { text } from '@/text';
import { isObject, type Json } from '../document/types';
import classes from './Inspector.module.css';
import { Setting, type ControlProps } from './Setting';
import { armOf, firstValue, shapeOf } from './shape';

const words = text.designer.inspector;

/** A setting that may be written in several ways: a plain name, or an object that says more. */
export function UnionSetting({ label, shape, root, path, value, required, onChange }: ControlProps) {
  const at = armOf(shape.arms, value);
  const arm = shape.arms[at] ?? {};
  const names = shape.arms.map((one) => (one.type === 'object' ? words.detailed : one.type === 'array' ? words.list : words.simple));
  return (
    <div className={classes['group']}>
      <SegmentedControl
        size="xs"
        aria-label={words.way(label)}
        data={names.map((name, index) => ({ value: String(index), label: name }))}
        value={String(at)}
        onChange={(next) => onChange(carried(shape.arms[Number(next)] ?? {}, root, value))}
      />
      <Setting name={label} label={label} raw={arm} root={root} path={path} value={value} required={required || value !== undefined} />
    </div>
  );
}

/** The other way of writing it, with what was said before where it has a place: a column stays that column. */
function carried(arm: JsonSchema, root: JsonSchema, value: Json | undefined): Json {
  const first = firstValue(arm, root) as Json;
  const properties = Object.entries(arm.properties ?? {});
  if (typeof value === 'string' && isObject(first)) {
    const fitting = properties.find(([, raw]) => shapeOf(raw, root).sort === 'column') ?? properties[0];
    return fitting === undefined ? first : { ...first, [fitting[0]]: value };
  }
  if (typeof first === 'string' && isObject(value)) {
    const kept = Object.values(value).find((item) => typeof item === 'string');
    return kept ?? first;
  }
  return first;
}

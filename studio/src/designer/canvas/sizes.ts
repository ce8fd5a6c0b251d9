import type { JsonSchema, SizeHint } from '@/api/types';
import { labelOf } from '@/schema/labels';
import type { Json, NodeDefinition } from '../document/types';
import { shapeOf, valueToKeep, type Shape } from '../inspector/shape';
import type { Box } from './frame';

type Value = string | number;

/** A setting of a component that is a size, with the values it takes from the smallest to the largest. */
export interface Size {
  name: string;
  label: string;
  of: SizeHint['of'];
  values: readonly Value[];
  /** What the values are called. */
  words: readonly string[];
  /** How large each is; null is all the room there is. */
  pixels: readonly (number | null)[];
  /** Which of them holds now. */
  at: number;
  /** What is written down of a value: nothing of the default. */
  kept: (index: number) => Json | undefined;
}

/** The sizes that the schema of a kind names and that count as the component is; none that is an expression. */
export function sizesOf(node: NodeDefinition, schema: JsonSchema): Size[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, raw]) => {
    const shape = shapeOf(raw, schema);
    const hint = shape.schema['x-size'];
    if (hint === undefined || !counts(hint, node, schema)) return [];
    const values = valuesOf(shape, hint);
    const at = values.indexOf((node[name] ?? shape.fallback ?? null) as Value);
    if (at < 0) return [];
    const required = schema.required?.includes(name) ?? false;
    const kept = (index: number) => valueToKeep(values[index] ?? null, shape, required) ?? undefined;
    return [{ name, label: labelOf(name, raw.title), of: hint.of, values, words: values.map((value) => wordOf(value, shape)), pixels: values.map((value) => pixelsOf(value, hint)), at, kept }];
  });
}

const counts = ({ where = {} }: SizeHint, node: NodeDefinition, schema: JsonSchema): boolean =>
  Object.entries(where).every(([name, values]) => values.includes((node[name] ?? schema.properties?.[name]?.default ?? '') as string));

function valuesOf({ schema }: Shape, { pixels }: SizeHint): Value[] {
  if (pixels !== undefined) return Object.keys(pixels).toSorted((one, other) => (pixels[one] ?? Infinity) - (pixels[other] ?? Infinity));
  if (schema.enum !== undefined) return schema.enum as Value[];
  const { minimum = 1, maximum = minimum } = schema;
  return Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index);
}

const wordOf = (value: Value, { options }: Shape): string => options.find((one) => one.value === String(value))?.label ?? String(value);

function pixelsOf(value: Value, { pixels, each = 0 }: SizeHint): number | null {
  if (pixels !== undefined) return pixels[String(value)] ?? null;
  return Number(value) * each;
}

/** A value of a size as people read it: "Large · 360 px", "4". */
export function saidOf({ words, pixels, of }: Size, index: number): string {
  const [word = '', size] = [words[index], pixels[index]];
  const isNumber = /^\d+$/.test(word);
  return of === 'columns' || isNumber || size === null || size === undefined ? word : `${word} · ${size} px`;
}

/** Where the space between two neighbours is, and which way it grows. */
export interface Between {
  box: Box;
  axis: 'x' | 'y';
  way: 1 | -1;
}

/** What of the picture the handles of a component need. */
export interface Measured {
  box: Box;
  /** How wide it could be. */
  room: number;
  /** 1 where lines run to the right. */
  way: 1 | -1;
  gaps: readonly Between[];
}

/** A handle: where it begins, which way it is drawn, and how far from there it stands at each value. */
export interface Handle {
  axis: 'x' | 'y';
  way: 1 | -1;
  origin: Box;
  stops: readonly number[];
}

/** The handle of a size in the picture; null where there is nothing to take hold of. */
export function handleOf(size: Size, { box, room, way, gaps }: Measured): Handle | null {
  const { of, pixels, at, values } = size;
  if (of === 'height') return { axis: 'y', way: 1, origin: box, stops: pixels.map((one) => box.height + (one ?? 0) - (pixels[at] ?? 0)) };
  if (of === 'width') return { axis: 'x', way, origin: box, stops: pixels.map((one, index) => (index === at ? box.width : Math.min(one ?? room, room))) };
  if (of === 'columns') return { axis: 'x', way, origin: box, stops: values.map((value) => box.width / Number(value)) };
  const [first] = gaps;
  return first === undefined ? null : { axis: first.axis, way: first.way, origin: first.box, stops: pixels.map((one) => one ?? 0) };
}

/** The value whose place is nearest to where a handle was drawn to; the one it began at while it has not left it. */
export function nearest({ stops, way }: Pick<Handle, 'stops' | 'way'>, from: number, moved: number): number {
  const wanted = (stops[from] ?? 0) + moved * way;
  return stops.reduce((best, stop, index) => (Math.abs(stop - wanted) < Math.abs((stops[best] ?? 0) - wanted) ? index : best), from);
}

/** The value that a key leads to; null when the key is none of a handle. */
export function keyed(key: string, at: number, length: number): number | null {
  const steps: Record<string, number> = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 0, End: length - 1 };
  const to = steps[key];
  return to === undefined ? null : Math.max(0, Math.min(to, length - 1));
}

/** A box from a place on, so long in one direction. */
export function stretched({ axis, way, origin }: Handle, length: number): Box {
  if (axis === 'y') return { ...origin, height: length };
  return { ...origin, width: length, left: way === 1 ? origin.left : origin.left + origin.width - length };
}

const LINE = 1;

/** The lines between so many columns of a box. */
export function columnLines({ left, top, width, height }: Box, columns: number): Box[] {
  return Array.from({ length: columns - 1 }, (_, index) => ({ left: left + (width * (index + 1)) / columns - LINE / 2, top, width: LINE, height }));
}

const FAR = 64;

/** The spaces between components that stand side by side or below each other. */
export function gapsBetween(boxes: readonly Box[]): Between[] {
  return boxes.slice(1).flatMap((next, index) => gapBetween(boxes[index] as Box, next) ?? []);
}

function gapBetween(one: Box, next: Box): Between | null {
  const [left, right] = one.left <= next.left ? [one, next] : [next, one];
  const [top, bottom] = [Math.min(one.top, next.top), Math.max(one.top + one.height, next.top + next.height)];
  const across = right.left - left.left - left.width;
  const isBeside = Math.min(one.top + one.height, next.top + next.height) - Math.max(one.top, next.top) > 1;
  if (isBeside) return across < -1 || across > FAR ? null : { axis: 'x', way: left === one ? 1 : -1, box: { left: right.left - across, top, width: Math.max(across, 0), height: bottom - top } };
  const down = next.top - one.top - one.height;
  if (down < -1 || down > FAR) return null;
  return { axis: 'y', way: 1, box: { left: left.left, top: next.top - down, width: Math.max(one.left + one.width, next.left + next.width) - left.left, height: Math.max(down, 0) } };
}

export interface Edges {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** The strips along the edges of a box that its padding takes. */
export function paddingStrips({ left, top, width, height }: Box, by: Edges): { box: Box; size: number }[] {
  const inner = height - by.top - by.bottom;
  return [
    { size: by.top, box: { left, top, width, height: by.top } },
    { size: by.bottom, box: { left, top: top + height - by.bottom, width, height: by.bottom } },
    { size: by.left, box: { left, top: top + by.top, width: by.left, height: inner } },
    { size: by.right, box: { left: left + width - by.right, top: top + by.top, width: by.right, height: inner } },
  ].filter(({ size }) => size >= 1);
}

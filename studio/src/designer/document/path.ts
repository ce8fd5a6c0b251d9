import type { Path } from './types';

/** A place as one word, as the server marks it: `content.0.actions.1`. */
export const dotted = (path: Path): string => path.join('.');

/** The reverse of `dotted`; numbers are places in lists. */
export const parsePath = (text: string): Path => (text === '' ? [] : text.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)));

export const samePath = (one: Path, other: Path): boolean => one.length === other.length && one.every((part, at) => part === other[at]);

/** Whether a place is another one or lies inside it. */
export const isWithin = (inner: Path, outer: Path): boolean => inner.length >= outer.length && outer.every((part, at) => part === inner[at]);

/** The list a component stands in, and its place there. */
export function listOf(path: Path): { list: Path; index: number } {
  const index = path.at(-1);
  if (typeof index !== 'number') throw new Error(`${dotted(path)} is not the place of a component`);
  return { list: path.slice(0, -1), index };
}

/** The component around a component, or the screen (an empty place). */
export const parentOf = (path: Path): Path => path.slice(0, -2);

/** Where a place has gone after the component at `removed` was taken out; null when it went with it. */
export function afterRemoval(path: Path, removed: Path): Path | null {
  if (isWithin(path, removed)) return null;
  const { list, index } = listOf(removed);
  const at = path[list.length];
  return isWithin(path, list) && typeof at === 'number' && at > index ? [...list, at - 1, ...path.slice(list.length + 1)] : path;
}

/** The component of a place that is a component or one of its slots. */
export const componentOf = (path: Path): Path => (typeof path.at(-1) === 'string' ? path.slice(0, -1) : path);

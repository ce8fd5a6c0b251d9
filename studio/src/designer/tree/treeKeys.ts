import type { KeyboardEvent } from 'react';
import type { Line } from '../document/outline';
import { getAt } from '../document/edit';
import { listOf, samePath } from '../document/path';
import type { Path } from '../document/types';
import type { Designer } from '../useDesigner';

interface TreeKeys {
  designer: Designer;
  lines: readonly Line[];
  at: number;
  closed: ReadonlySet<string>;
  go: (line: Line | undefined) => void;
  close: (key: string, shut: boolean) => void;
  rename: (path: Path) => void;
}

const WAYS = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'out', ArrowRight: 'in' } as const;
const isArrow = (key: string): key is keyof typeof WAYS => key in WAYS;

/** What keys do in the tree. Answers whether what is selected then takes the focus. */
export function treeKeys(event: KeyboardEvent, keys: TreeKeys): boolean {
  if (event.key === 'Enter') return written(event, keys.designer);
  if (!isHandled(event, keys)) return false;
  event.preventDefault();
  return true;
}

/** Enter: the words of what is selected are written in the picture, which takes the focus then. */
function written(event: KeyboardEvent, { selected, write }: Designer): false {
  event.preventDefault();
  write(selected);
  return false;
}

function isHandled(event: KeyboardEvent, keys: TreeKeys): boolean {
  if (event.altKey) return moved(event.key, keys.designer);
  if (event.ctrlKey || event.metaKey) return commanded(event, keys.designer);
  if (event.shiftKey && stretched(event.key, keys)) return true;
  return walked(event.key, keys) || acted(event, keys);
}

function moved(key: string, designer: Designer): boolean {
  if (designer.chosen.length === 0 || !isArrow(key)) return false;
  designer.nudge(designer.chosen, WAYS[key]);
  return true;
}

function commanded(event: KeyboardEvent, designer: Designer): boolean {
  const { chosen, selected } = designer;
  if (chosen.length === 0) return false;
  const ways: Record<string, () => void> = {
    d: () => designer.duplicate(chosen),
    g: () => (event.shiftKey ? designer.unwrap(selected) : designer.wrap(chosen)),
    a: () => designer.select(selected, besides(designer.doc, selected)),
  };
  const go = ways[event.key.toLowerCase()];
  go?.();
  return go !== undefined;
}

/** The components that stand in the same list as one. */
function besides(doc: Designer['doc'], path: Path): Path[] {
  const { list, index } = listOf(path);
  const items = getAt(doc, list);
  return Array.isArray(items) ? [...items.keys()].filter((at) => at !== index).map((at) => [...list, at]) : [];
}

/** Shift and an arrow: the next component that way is selected as well. */
function stretched(key: string, { lines, at, designer }: TreeKeys): boolean {
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return false;
  const rest = key === 'ArrowDown' ? lines.slice(at + 1) : lines.slice(0, Math.max(at, 0)).toReversed();
  const next = rest.find((line) => line.type === 'node');
  if (next !== undefined) designer.extend(next.path, componentsIn(lines));
  return true;
}

export const componentsIn = (lines: readonly Line[]): Path[] => lines.filter((line) => line.type === 'node').map((line) => line.path);

function walked(key: string, keys: TreeKeys): boolean {
  const { lines, at, go } = keys;
  const ways: Record<string, () => void> = {
    ArrowDown: () => (at < lines.length - 1 ? go(lines[at + 1]) : undefined),
    ArrowUp: () => go(lines[at - 1]),
    Home: () => go(undefined),
    End: () => go(lines.at(-1)),
    ArrowLeft: () => shut(keys),
    ArrowRight: () => opened(keys),
  };
  ways[key]?.();
  return key in ways;
}

function shut({ lines, at, closed, go, close }: TreeKeys): void {
  const line = lines[at];
  if (line !== undefined && line.children > 0 && !closed.has(line.key)) close(line.key, true);
  else go(around(lines, line));
}

function opened({ lines, at, closed, go, close }: TreeKeys): void {
  const line = lines[at];
  if (line === undefined || line.children === 0) return;
  if (closed.has(line.key)) close(line.key, false);
  else go(lines[at + 1]);
}

/** The line that a line stands under. */
function around(lines: readonly Line[], line: Line | undefined): Line | undefined {
  if (line === undefined) return undefined;
  for (let length = line.path.length - 1; length > 0; length -= 1) {
    const found = lines.find((one) => samePath(one.path, line.path.slice(0, length)));
    if (found !== undefined) return found;
  }
  return undefined;
}

function acted(event: KeyboardEvent, { designer, rename }: TreeKeys): boolean {
  const { chosen, selected } = designer;
  if (chosen.length === 0) return false;
  if (event.key === 'Delete' || event.key === 'Backspace') designer.remove(chosen);
  else if (event.key === 'F2') rename(selected);
  else if (event.key === 'Escape' && chosen.length > 1) designer.select(selected);
  else return false;
  return true;
}

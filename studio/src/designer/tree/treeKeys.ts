import type { KeyboardEvent } from 'react';
import type { Line } from '../document/outline';
import { samePath } from '../document/path';
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
  const line = keys.lines[keys.at];
  const node = line?.type === 'node' ? line.path : undefined;
  if (!isHandled(event, keys, node)) return false;
  event.preventDefault();
  return true;
}

function isHandled(event: KeyboardEvent, keys: TreeKeys, node: Path | undefined): boolean {
  if (event.altKey) return moved(event.key, keys.designer, node);
  if (event.ctrlKey || event.metaKey) return commanded(event, keys.designer, node);
  return walked(event.key, keys) || acted(event, keys, node);
}

function moved(key: string, designer: Designer, node: Path | undefined): boolean {
  if (node === undefined || !isArrow(key)) return false;
  designer.nudge(node, WAYS[key]);
  return true;
}

function commanded(event: KeyboardEvent, designer: Designer, node: Path | undefined): boolean {
  if (node === undefined) return false;
  if (event.key.toLowerCase() === 'd') designer.duplicate(node);
  else if (event.key.toLowerCase() === 'g' && event.shiftKey) designer.unwrap(node);
  else if (event.key.toLowerCase() === 'g') designer.wrap(node);
  else return false;
  return true;
}

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

function acted(event: KeyboardEvent, { designer, rename }: TreeKeys, node: Path | undefined): boolean {
  if (node === undefined) return false;
  if (event.key === 'Delete' || event.key === 'Backspace') designer.remove(node);
  else if (event.key === 'F2') rename(node);
  else return false;
  return true;
}

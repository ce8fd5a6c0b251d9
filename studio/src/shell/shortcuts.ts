import { text } from '@/text';
import { COMMAND_KEY } from './keys';

export interface Shortcut {
  keys: string[];
  /** Keys pressed one after the other, not together. */
  sequence?: boolean;
  label: string;
}

const words = text.shell.shortcuts;

/** Where `g` followed by a key leads; null when it leads nowhere from here. */
export function goAddress(key: string, workspace: string | undefined): string | null {
  if (key === 'h') return '/';
  if (key === 'n') return '/new';
  if (workspace === undefined) return null;
  const places: Record<string, string> = { w: `/w/${workspace}`, d: `/w/${workspace}/data`, q: `/w/${workspace}/queries`, p: `/w/${workspace}/apps`, a: `/w/${workspace}/access`, v: `/w/${workspace}/versions` };
  return places[key] ?? null;
}

/** Every shortcut, in the order of the help page. */
export const shortcuts: Shortcut[] = [
  { keys: [COMMAND_KEY, 'K'], label: words.palette },
  { keys: ['/'], label: words.find },
  { keys: ['g', 'h'], sequence: true, label: words.home },
  { keys: ['g', 'w'], sequence: true, label: words.overview },
  { keys: ['g', 'd'], sequence: true, label: words.data },
  { keys: ['g', 'q'], sequence: true, label: words.queries },
  { keys: ['g', 'p'], sequence: true, label: words.apps },
  { keys: ['g', 'a'], sequence: true, label: words.access },
  { keys: ['g', 'v'], sequence: true, label: words.versions },
  { keys: ['g', 'n'], sequence: true, label: words.newApp },
  { keys: ['['], label: words.rail },
  { keys: ['Enter'], label: words.words },
  { keys: ['←', '→'], label: words.size },
  { keys: ['Alt'], label: words.spaces },
  { keys: ['?'], label: words.help },
  { keys: ['Esc'], label: words.escape },
];

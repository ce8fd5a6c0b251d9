import { dotted, parsePath } from '../document/path';
import type { Path } from '../document/types';

/** A component that is not in the picture, and why. */
export interface HiddenPart {
  path: Path;
  why: 'show_if' | 'access';
  /** The role that is missing. */
  role: string;
  /** What its condition reads, and what that is where it is missing first. */
  reads: [string, string][];
  /** In how many places it is missing, and how many there are: rows of a list. */
  missing: number;
  places: number;
}

const AT = 'data-node';
const SHOWN = 80;

function listIn(element: Element, name: string): unknown[] {
  try {
    const found: unknown = JSON.parse(element.getAttribute(name) ?? '[]');
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

function written(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Every component that a drawn screen leaves out, in the order they would stand. */
export function hiddenParts(page: ParentNode): HiddenPart[] {
  const found = new Map<string, HiddenPart>();
  for (const mark of page.querySelectorAll('[data-hidden]')) {
    const at = mark.closest(`[${AT}]`)?.getAttribute(AT) ?? '';
    const why = mark.getAttribute('data-hidden') === 'access' ? 'access' : 'show_if';
    const known = found.get(`${at} ${why}`);
    if (known !== undefined) {
      known.missing += 1;
      continue;
    }
    const values = listIn(mark, 'data-values');
    const reads = listIn(mark, 'data-reads').map((name, index): [string, string] => [String(name), written(values[index] ?? null)]);
    const path = parsePath(at);
    const places = page.querySelectorAll(`[${AT}="${CSS.escape(dotted(path))}"]`).length;
    found.set(`${at} ${why}`, { path, why, role: mark.getAttribute('data-role') ?? '', reads, missing: 1, places });
  }
  return [...found.values()];
}

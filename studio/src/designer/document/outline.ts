import { getAt } from './edit';
import { dotted } from './path';
import { isNode, type Json, type NodeDefinition, type Path, type SlotsOf } from './types';

/** A line of the tree: a component, or a slot of one that has several. */
export type Line = { depth: number; path: Path; key: string } & ({ type: 'node'; node: NodeDefinition; children: number } | { type: 'slot'; slot: string; of: string; children: number });

const ROOT_SLOT = 'content';

/** The components of a screen line by line; those inside what is closed are left out. */
export function outline(doc: Json, slotsOf: SlotsOf, closed: ReadonlySet<string> = new Set()): Line[] {
  const lines: Line[] = [];
  const list = (path: Path, depth: number) => {
    const items = getAt(doc, path);
    if (!Array.isArray(items)) return;
    items.forEach((item, index) => {
      if (isNode(item)) node([...path, index], item, depth);
    });
  };
  const node = (path: Path, found: NodeDefinition, depth: number) => {
    const slots = slotsOf(found.kind);
    const count = (slot: string) => (Array.isArray(found[slot]) ? found[slot].length : 0);
    const children = slots.reduce((sum, slot) => sum + count(slot), 0);
    lines.push({ type: 'node', path, key: dotted(path), node: found, depth, children });
    if (closed.has(dotted(path))) return;
    for (const slot of slots) {
      const inside = [...path, slot];
      if (slots.length === 1) list(inside, depth + 1);
      else if (count(slot) > 0) {
        lines.push({ type: 'slot', path: inside, key: dotted(inside), slot, of: found.kind, depth: depth + 1, children: count(slot) });
        if (!closed.has(dotted(inside))) list(inside, depth + 2);
      }
    }
  };
  list([ROOT_SLOT], 0);
  return lines;
}

/** The slot that components go into unless another is named. */
export const mainSlotOf = (slots: readonly string[]): string | undefined => (slots.includes(ROOT_SLOT) ? ROOT_SLOT : slots[0]);

/** Where a new component goes: into the selected one where it holds components, else after it, else at the end. */
export function placeFor(doc: Json, selected: Path, slotsOf: SlotsOf): { list: Path; index: number } {
  const end = (list: Path) => {
    const items = getAt(doc, list);
    return { list, index: Array.isArray(items) ? items.length : 0 };
  };
  const last = selected.at(-1);
  if (last === undefined) return end([ROOT_SLOT]);
  if (typeof last === 'string') return end(selected);
  const node = getAt(doc, selected);
  if (!isNode(node)) return end([ROOT_SLOT]);
  const slots = slotsOf(node.kind);
  const main = slots.includes(ROOT_SLOT) ? ROOT_SLOT : undefined;
  return main === undefined ? { list: selected.slice(0, -1), index: last + 1 } : end([...selected, main]);
}

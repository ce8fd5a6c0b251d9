import { nodeAt } from '../document/edit';
import { isWithin } from '../document/path';
import type { Path } from '../document/types';
import type { Designer, Place } from '../useDesigner';

/** What is dragged: a component of the screen, or a new one of a kind. */
export type Cargo = { path: Path } | { kind: string };

export function readCargo(data: Record<string | symbol, unknown>): Cargo | null {
  if (Array.isArray(data['path'])) return { path: data['path'] as Path };
  return typeof data['kind'] === 'string' ? { kind: data['kind'] } : null;
}

const kindOf = (designer: Designer, cargo: Cargo): string => ('kind' in cargo ? cargo.kind : (nodeAt(designer.doc, cargo.path)?.kind ?? ''));

/** Whether it can be put there: nothing goes into itself, and some kinds stand only in others. */
export const mayDrop = (designer: Designer, cargo: Cargo, place: Place): boolean =>
  designer.refuses(kindOf(designer, cargo), place.list) === null && !('path' in cargo && isWithin(place.list, cargo.path));

export function dropped(designer: Designer, cargo: Cargo, place: Place): void {
  if ('path' in cargo) designer.move(cargo.path, place);
  else {
    const kind = designer.kinds.get(cargo.kind);
    if (kind !== undefined) designer.insert(kind, place);
  }
}

import { nodeAt } from '../document/edit';
import { isWithin, samePath } from '../document/path';
import { topmost } from '../document/several';
import type { Path } from '../document/types';
import type { Designer, Place } from '../useDesigner';

/** What is dragged: components of the screen, or a new one of a kind. */
export type Cargo = { paths: Path[] } | { kind: string };

export function readCargo(data: Record<string | symbol, unknown>): Cargo | null {
  if (Array.isArray(data['paths'])) return { paths: data['paths'] as Path[] };
  return typeof data['kind'] === 'string' ? { kind: data['kind'] } : null;
}

const kindsOf = (designer: Designer, cargo: Cargo): string[] => ('kind' in cargo ? [cargo.kind] : cargo.paths.flatMap((path) => nodeAt(designer.doc, path)?.kind ?? []));

/** Whether it can be put there: nothing goes into itself, and some kinds stand only in others. */
export const mayDrop = (designer: Designer, cargo: Cargo, place: Place): boolean =>
  kindsOf(designer, cargo).every((kind) => designer.refuses(kind, place.list) === null) && !('paths' in cargo && cargo.paths.some((path) => isWithin(place.list, path)));

/** What goes with a component that is dragged: all that is selected where it is selected itself. */
export const dragged = ({ chosen }: Designer, path: Path): Path[] => (chosen.some((one) => samePath(one, path)) ? topmost(chosen) : [path]);

export function dropped(designer: Designer, cargo: Cargo, place: Place): void {
  if ('paths' in cargo) designer.move(cargo.paths, place);
  else {
    const kind = designer.kinds.get(cargo.kind);
    if (kind !== undefined) designer.insert(kind, place);
  }
}

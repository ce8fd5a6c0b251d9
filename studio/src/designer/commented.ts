import type { AboutComponent } from '@/api/together';
import { nodeAt } from './document/edit';
import { componentOf, dotted, parsePath } from './document/path';
import type { Path } from './document/types';
import { nodesOf, titleOf, type Designer } from './useDesigner';

type Around = Pick<Designer, 'doc' | 'kinds' | 'slotsOf'>;

/** What is selected, as a comment names it; null when that is the screen. */
export function aboutSelected(designer: Around & Pick<Designer, 'selected'>): AboutComponent | null {
  const path = componentOf(designer.selected);
  const node = nodeAt(designer.doc, path);
  if (path.length === 0 || node === undefined) return null;
  return { id: typeof node['id'] === 'string' ? node['id'] : null, place: dotted(path), title: titleOf(node, designer.kinds) };
}

/** Where a component is that a comment names: by its name, else where it was if it is called the same there. */
export function placeOfComponent(designer: Around, { id, place, title }: AboutComponent): Path | null {
  const found = nodesOf(designer).find((line) => line.type === 'node' && (id === null ? line.key === place && titleOf(line.node, designer.kinds) === title : line.node['id'] === id));
  return found === undefined ? null : parsePath(found.key);
}

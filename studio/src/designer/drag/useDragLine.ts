import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements, type ElementDropTargetEventBasePayload } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useEffectEvent, type RefObject } from 'react';
import { mainSlotOf, type Line } from '../document/outline';
import { listOf } from '../document/path';
import type { LineWork } from '../tree/useLineWork';
import type { Place } from '../useDesigner';
import { dragged, dropped, mayDrop, readCargo, type Cargo } from './cargo';

export type DropEdge = 'before' | 'after' | 'inside';

/** Where in a line of this height something lies: near an edge is beside it, in the middle of a container inside. */
export function edgeAt(offset: number, height: number, holds: boolean): DropEdge {
  if (!holds) return offset < height / 2 ? 'before' : 'after';
  if (offset < height / 4) return 'before';
  return offset > (height * 3) / 4 ? 'after' : 'inside';
}

/** The place in the document that an edge of a line stands for. */
export function placeAt(line: Pick<Line, 'path'> & { type?: Line['type'] }, edge: DropEdge, slot: string | undefined): Place {
  if (line.type === 'slot') return { list: line.path, index: Infinity };
  if (edge === 'inside' && slot !== undefined) return { list: [...line.path, slot], index: Infinity };
  const { list, index } = listOf(line.path);
  return { list, index: edge === 'before' ? index : index + 1 };
}

/** Lets a line of the tree be dragged, and take what is dropped on it. */
export function useDragLine(element: RefObject<HTMLElement | null>, line: Line, { slotsOf, designer }: LineWork, show: (edge: DropEdge | null) => void): void {
  const slot = line.type === 'node' ? mainSlotOf(slotsOf(line.node.kind)) : undefined;
  const target = useEffectEvent(({ self, location, source }: Pick<ElementDropTargetEventBasePayload, 'self' | 'location' | 'source'>): { edge: DropEdge; place: Place; cargo: Cargo } | null => {
    const cargo = readCargo(source.data);
    const box = self.element.getBoundingClientRect();
    const edge = line.type === 'slot' ? 'inside' : edgeAt(location.current.input.clientY - box.top, box.height, slot !== undefined);
    const place = placeAt(line, edge, slot);
    return cargo !== null && mayDrop(designer(), cargo, place) ? { edge, place, cargo } : null;
  });
  const drop = useEffectEvent((found: { place: Place; cargo: Cargo } | null) => {
    if (found !== null) dropped(designer(), found.cargo, found.place);
  });
  const taken = useEffectEvent(() => dragged(designer(), line.path));
  const isNode = line.type === 'node';
  useEffect(() => {
    const at = element.current;
    if (at === null) return undefined;
    return combine(
      isNode ? draggable({ element: at, getInitialData: () => ({ paths: taken() }) }) : () => undefined,
      dropTargetForElements({
        element: at,
        onDrag: (event) => show(target(event)?.edge ?? null),
        onDragLeave: () => show(null),
        onDrop: (event) => {
          drop(target(event));
          show(null);
        },
      }),
    );
  }, [element, isNode, show]);
}

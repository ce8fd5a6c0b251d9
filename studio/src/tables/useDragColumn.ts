import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements, type ElementDropTargetEventBasePayload } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useEffectEvent, type RefObject } from 'react';

export type Edge = 'before' | 'after';

type Over = Pick<ElementDropTargetEventBasePayload, 'self' | 'location'>;

const edgeOf = ({ self, location }: Over): Edge => {
  const box = self.element.getBoundingClientRect();
  return location.current.input.clientY - box.top < box.height / 2 ? 'before' : 'after';
};

/** Lets a line of the list of columns be dragged, and take another one before or behind itself. */
export function useDragColumn(element: RefObject<HTMLElement | null>, id: string, show: (edge: Edge | null) => void, onDrop: (id: string, edge: Edge) => void): void {
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const at = element.current;
    if (at === null) return undefined;
    return combine(
      draggable({ element: at, getInitialData: () => ({ column: id }) }),
      dropTargetForElements({
        element: at,
        canDrop: ({ source }) => typeof source.data['column'] === 'string' && source.data['column'] !== id,
        onDrag: (event) => show(edgeOf(event)),
        onDragLeave: () => show(null),
        onDrop: (event) => {
          show(null);
          drop(String(event.source.data['column']), edgeOf(event));
        },
      }),
    );
  }, [element, id, show]);
}

import { dropTargetForElements, type ElementDropTargetEventBasePayload } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useEffectEvent, type RefObject } from 'react';
import { nodeAt } from '../document/edit';
import { mainSlotOf } from '../document/outline';
import { dropped, mayDrop, readCargo, type Cargo } from '../drag/cargo';
import { edgeAt, placeAt } from '../drag/useDragLine';
import type { Designer, Place } from '../useDesigner';
import { boxOf, nodeAtPoint, type Box } from './frame';

/** Where what is dragged would go: a line between components, or the outline of the one it would go into. */
export interface DropLine {
  box: Box;
  inside: boolean;
}

interface Target {
  line: DropLine | null;
  place: Place;
  cargo: Cargo;
}

type Payload = Pick<ElementDropTargetEventBasePayload, 'location' | 'source'>;

const LINE = 2;

/** Lets components be dropped on the picture: near the edge of one it goes beside it, else inside it where it can. */
export function useCanvasDrop(cover: RefObject<HTMLElement | null>, documentOf: () => Document | null, designer: Designer, show: (line: DropLine | null) => void): void {
  const target = useEffectEvent(({ location, source }: Payload): Target | null => {
    const page = documentOf();
    const edges = cover.current?.getBoundingClientRect();
    const cargo = readCargo(source.data);
    if (page === null || edges === undefined || cargo === null) return null;
    const { clientX, clientY } = location.current.input;
    const { line, place } = placeUnder(page, designer, clientX - edges.left, clientY - edges.top);
    return mayDrop(designer, cargo, place) ? { line, place, cargo } : null;
  });
  const drop = useEffectEvent((event: Payload) => {
    const found = target(event);
    if (found !== null) dropped(designer, found.cargo, found.place);
  });
  useEffect(() => {
    const element = cover.current;
    if (element === null) return undefined;
    return dropTargetForElements({
      element,
      onDrag: (event) => show(target(event)?.line ?? null),
      onDragLeave: () => show(null),
      onDrop: (event) => {
        drop(event);
        show(null);
      },
    });
  }, [cover, show]);
}

/** What a point of the picture stands for: beside or inside a component, or the end of the screen. */
function placeUnder(page: Document, designer: Designer, x: number, y: number): { line: DropLine | null; place: Place } {
  const path = nodeAtPoint(page, x, y);
  const node = path === null ? undefined : nodeAt(designer.doc, path);
  const box = path === null ? null : boxOf(page, path);
  if (path === null || node === undefined || box === null) return { line: null, place: { list: ['content'], index: Infinity } };
  const slot = mainSlotOf(designer.slotsOf(node.kind));
  const edge = edgeAt(y - box.top, box.height, slot !== undefined);
  const place = placeAt({ path }, edge, slot);
  if (edge === 'inside') return { line: { box, inside: true }, place };
  return { line: { box: { ...box, top: edge === 'before' ? box.top - LINE : box.top + box.height, height: LINE }, inside: false }, place };
}

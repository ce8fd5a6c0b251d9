import type { Json, Path } from '../document/types';
import { boxOf, elementOf, type Box } from './frame';
import { gapsBetween, type Edges, type Measured } from './sizes';

/** How many children are looked at where every space between them is shown. */
export const MANY = 40;
/** Those beside the space that can be drawn to another size. */
export const FIRST = 2;
const NO_EDGES: Edges = { top: 0, right: 0, bottom: 0, left: 0 };

/** What the handles and spaces of a component need to know of the picture: read at once, nothing is changed between. */
export function measureSizes(frame: Document, path: Path, slot: string | undefined, children: Json | undefined, most: number): (Measured & { padding: Edges }) | null {
  const box = boxOf(frame, path);
  const region = elementOf(frame, path);
  if (box === null || region === null) return null;
  const around = paddedBox(boxedAround(region));
  const way = getComputedStyle(frame.documentElement).direction === 'rtl' ? -1 : 1;
  return { box, room: around?.width ?? box.width, way, gaps: gapsBetween(childBoxes(frame, path, slot, children, most)), padding: paddingOf(region) };
}

function childBoxes(frame: Document, path: Path, slot: string | undefined, children: Json | undefined, most: number): Box[] {
  if (slot === undefined || !Array.isArray(children)) return [];
  return children.slice(0, most).flatMap((_, index) => boxOf(frame, [...path, slot, index]) ?? []);
}

/** What a component stands in that has a box of its own. */
function boxedAround(region: Element): Element | null {
  let at = region.parentElement;
  while (at !== null && getComputedStyle(at).display === 'contents') at = at.parentElement;
  return at;
}

const edgesOf = (style: CSSStyleDeclaration): Edges => ({ top: Number.parseFloat(style.paddingTop), right: Number.parseFloat(style.paddingRight), bottom: Number.parseFloat(style.paddingBottom), left: Number.parseFloat(style.paddingLeft) });

function paddedBox(element: Element | null): { width: number } | null {
  if (element === null) return null;
  const { left, right } = edgesOf(getComputedStyle(element));
  return { width: element.clientWidth - left - right };
}

/** The padding of the one element that a component drew; of several there is none to speak of. */
function paddingOf(region: Element): Edges {
  let drawn: Element = region;
  while (getComputedStyle(drawn).display === 'contents') {
    if (drawn.childElementCount !== 1 || drawn.firstElementChild === null) return NO_EDGES;
    drawn = drawn.firstElementChild;
  }
  return edgesOf(getComputedStyle(drawn));
}

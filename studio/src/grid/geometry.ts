import type { GridColumn } from './columns';
import { widthOf, type Layout } from './layout';

export const HEAD_PX = 36;
export const ROW_HEAD_PX = 64;
const MARGIN_PX = 240;

export interface Placed {
  column: GridColumn;
  index: number;
  left: number;
  width: number;
  isFrozen: boolean;
}

/** Where each column stands, from the left edge of the canvas. */
export function placed(columns: GridColumn[], layout: Layout): Placed[] {
  let left = ROW_HEAD_PX;
  return columns.map((column, index) => {
    const width = widthOf(column, layout);
    const place = { column, index, left, width, isFrozen: index < layout.frozen };
    left += width;
    return place;
  });
}

export const widthOfAll = (places: Placed[]) => places.reduce((sum, place) => sum + place.width, ROW_HEAD_PX);

export interface Window {
  frozen: Placed[];
  /** The room that columns left out take before the first one in sight. */
  spacePx: number;
  inSight: Placed[];
}

/** The columns to draw: those that are frozen and those in sight. */
export function windowOf(places: Placed[], left: number, width: number): Window {
  const frozen = places.filter((place) => place.isFrozen);
  const inSight = places.filter((place) => !place.isFrozen && place.left + place.width > left - MARGIN_PX && place.left < left + width + MARGIN_PX);
  const begin = frozen.reduce((sum, place) => sum + place.width, ROW_HEAD_PX);
  return { frozen, spacePx: Math.max(0, (inSight[0]?.left ?? begin) - begin), inSight };
}

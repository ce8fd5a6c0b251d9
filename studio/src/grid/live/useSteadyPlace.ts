import { useEffect, useEffectEvent } from 'react';
import type { Selection } from '../selection';
import type { LiveRows } from './liveRows';

interface SteadyOf {
  live: LiveRows;
  element: React.RefObject<HTMLElement | null>;
  sight: [number, number];
  isEditing: boolean;
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
  shiftBy: (rows: number) => void;
}

/** Keeps what is selected, and what is in sight, on the same rows while others move. Nothing moves while somebody types or drags. */
export function useSteadyPlace({ live, element, sight, isEditing, selection, onSelect, shiftBy }: SteadyOf): void {
  const isBusy = useEffectEvent(() => isEditing || element.current?.matches(':active') === true);
  const inSight = useEffectEvent(() => sight);
  const keep = useEffectEvent((shift: number, placeOf: (row: number) => number) => {
    if (selection !== null) {
      const next = { anchor: { ...selection.anchor, row: placeOf(selection.anchor.row) }, focus: { ...selection.focus, row: placeOf(selection.focus.row) } };
      if (next.anchor.row !== selection.anchor.row || next.focus.row !== selection.focus.row) onSelect(next);
    }
    if (shift !== 0) shiftBy(shift);
  });
  useEffect(() => live.steadyBy({ isBusy: () => isBusy(), sight: () => inSight(), keep: (shift, placeOf) => keep(shift, placeOf) }), [live]);
}

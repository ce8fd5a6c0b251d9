import { useCallbackRef } from '@mantine/hooks';
import { useMemo, type MouseEvent } from 'react';
import type { Line } from '../document/outline';
import type { Designer } from '../useDesigner';

/** What every line of a tree is given. It stays the same while the screen changes, so that a change draws its own line anew and not all. */
export interface LineWork extends Pick<Designer, 'kinds' | 'slotsOf'> {
  /** The designer as it is when something is dragged. */
  designer: () => Designer;
  press: (event: MouseEvent, line: Line) => void;
  close: (key: string, shut: boolean) => void;
}

export function useLineWork(designer: Designer, onPress: LineWork['press'], onClose: LineWork['close']): LineWork {
  const { kinds, slotsOf } = designer;
  const latest = useCallbackRef(() => designer);
  const press = useCallbackRef(onPress);
  const close = useCallbackRef(onClose);
  return useMemo(() => ({ kinds, slotsOf, designer: latest, press, close }), [kinds, slotsOf, latest, press, close]);
}

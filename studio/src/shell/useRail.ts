import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';

export interface RailState {
  /** Names are shown beside the icons; remembered in this browser. */
  expanded: boolean;
  /** On narrow screens: the rail is laid over the page. */
  open: boolean;
  toggle: () => void;
  openDrawer: () => void;
  close: () => void;
}

/** Whether the rail shows names, and whether it lies open on a phone. Going somewhere closes it. */
export function useRail(): RailState {
  const [expanded, setExpanded] = useLocalStorage({ key: 'toolwright-rail', defaultValue: false, getInitialValueInEffect: false });
  const [openAt, setOpenAt] = useState<string | null>(null);
  const { key } = useLocation();
  const open = openAt === key;
  useEffect(() => {
    if (!open) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpenAt(null);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open]);
  return {
    expanded,
    open,
    toggle: () => setExpanded((was) => !was),
    openDrawer: () => setOpenAt(key),
    close: () => setOpenAt(null),
  };
}

import { spotlight } from '@mantine/spotlight';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { isTyping } from './isTyping';
import { goAddress } from './shortcuts';

interface GoShortcuts {
  workspace: string | undefined;
  onHelp: () => void;
  onToggleRail: () => void;
}

const PATIENCE_MS = 1200;

/** Keys that work on every page: `?`, `/`, `[`, and `g` followed by a place. Never while somebody types. */
export function useGoShortcuts({ workspace, onHelp, onToggleRail }: GoShortcuts): void {
  const navigate = useNavigate();
  const goUntil = useRef(0);
  useEffect(() => {
    const go = (key: string) => {
      goUntil.current = 0;
      const address = goAddress(key, workspace);
      if (address !== null) void navigate(address);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      if (Date.now() < goUntil.current) go(event.key);
      else if (event.key === 'g') goUntil.current = Date.now() + PATIENCE_MS;
      else if (event.key === '?') onHelp();
      else if (event.key === '[') onToggleRail();
      else if (event.key === '/') focusFilter(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, onHelp, onToggleRail, workspace]);
}

/** `/` goes to the search of the list on the page, or to the search of everything when there is none. */
function focusFilter(event: KeyboardEvent): void {
  event.preventDefault();
  const filter = document.querySelector<HTMLInputElement>('input[data-list-search]');
  if (filter === null) spotlight.open();
  else filter.focus();
}

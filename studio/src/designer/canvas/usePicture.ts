import { useEffect, useState } from 'react';
import { drawScreen, type Look } from '@/api/designer';
import type { Preview } from '@/api/types';
import type { ScreenDefinition } from '../document/types';

const GATHER_MS = 60;

export interface Picture {
  /** The last picture that could be drawn. */
  shown: Preview | null;
  /** Why what is written now cannot be. */
  problem: unknown;
}

/** The screen as the server draws it, following what is written; while that is wrong, the last good picture stays. */
export function usePicture(workspace: string, app: string, screen: string, doc: ScreenDefinition, { params, role }: Look): Picture {
  const [picture, setPicture] = useState<Picture>({ shown: null, problem: null });
  useEffect(() => {
    const gone = new AbortController();
    const draw = async () => {
      try {
        const shown = await drawScreen(workspace, app, screen, doc, { params, role }, gone.signal);
        setPicture({ shown, problem: null });
      } catch (problem) {
        if (!gone.signal.aborted) setPicture((was) => ({ ...was, problem }));
      }
    };
    const timer = window.setTimeout(() => void draw(), GATHER_MS);
    return () => {
      window.clearTimeout(timer);
      gone.abort();
    };
  }, [workspace, app, screen, doc, params, role]);
  return picture;
}

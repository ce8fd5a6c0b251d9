import { useEffect, useState } from 'react';
import { draw, type Look } from '@/api/designer';
import type { Preview } from '@/api/types';
import type { ScreenDefinition } from '../document/types';
import type { Subject } from '../subject';
import { newestOnly } from './newestOnly';

export interface Picture {
  /** The last picture that could be drawn. */
  shown: Preview | null;
  /** Why what is written now cannot be. */
  problem: unknown;
}

/** The screen or module as the server draws it, following what is written; while that is wrong, the last good picture stays. */
export function usePicture(subject: Subject, doc: ScreenDefinition, { params, role, user, locale }: Look): Picture {
  const [picture, setPicture] = useState<Picture>({ shown: null, problem: null });
  const [drawing] = useState(newestOnly);
  useEffect(() => {
    drawing.ask(async (gone) => {
      try {
        const shown = await draw(subject, doc, { params, role, user, locale }, gone);
        if (!gone.aborted) setPicture({ shown, problem: null });
      } catch (problem) {
        if (!gone.aborted) setPicture((was) => ({ ...was, problem }));
      }
    });
  }, [drawing, subject, doc, params, role, user, locale]);
  useEffect(() => () => drawing.stop(), [drawing]);
  return picture;
}

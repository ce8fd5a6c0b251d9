import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { same } from './same';

/** What was written in a dialog that was closed before it was stored. */
export interface Written<Values> {
  /** What the form begins with: what was written before, or what is given. */
  initialValues: Values;
  /** Whether it begins with what was written before. */
  isBack: boolean;
  keep: (values: Values) => void;
  forget: () => void;
  /** Forgets it and answers what the form begins with otherwise. */
  anew: () => Values;
}

/** Keeps what somebody wrote when Escape closes the dialog; for some minutes, and never longer than they are signed in. */
export function useWritten<Values extends Record<string, unknown>>(place: string, first: Values): Written<Values> {
  const known = useQueryClient();
  const queryKey = ['written', place] as const;
  const [before] = useState(() => known.getQueryData<Values>(queryKey));
  const [isBack, setBack] = useState(before !== undefined);
  const forget = () => known.removeQueries({ queryKey, exact: true });
  const keep = (values: Values) => {
    if (same(values, first)) forget();
    else known.setQueryData<Values>(queryKey, values);
  };
  const anew = () => {
    forget();
    setBack(false);
    return first;
  };
  return { initialValues: before ?? first, isBack, keep, forget, anew };
}

/** A document with the way back and forth. Documents never change, so a step is one reference. */
export interface History<Doc> {
  past: readonly Doc[];
  present: Doc;
  future: readonly Doc[];
  /** What the last step was about: further typing at the same place joins it. */
  about: string | null;
}

const STEPS_KEPT = 500;

export const begin = <Doc>(present: Doc): History<Doc> => ({ past: [], present, future: [], about: null });

/** One step on. With `about` equal to that of the step before, both are one. */
export function step<Doc>(history: History<Doc>, next: Doc, about: string | null = null): History<Doc> {
  if (next === history.present) return history;
  if (about !== null && about === history.about && history.past.length > 0) return { ...history, present: next, future: [] };
  return { past: [...history.past, history.present].slice(-STEPS_KEPT), present: next, future: [], about };
}

export function undo<Doc>(history: History<Doc>): History<Doc> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [...history.future, history.present], about: null };
}

export function redo<Doc>(history: History<Doc>): History<Doc> {
  const after = history.future.at(-1);
  if (after === undefined) return history;
  return { past: [...history.past, history.present], present: after, future: history.future.slice(0, -1), about: null };
}

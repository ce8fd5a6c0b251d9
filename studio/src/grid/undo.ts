/** Steps taken and steps taken back. */
export interface Steps<Step> {
  done: Step[];
  undone: Step[];
}

export const noSteps = <Step>(): Steps<Step> => ({ done: [], undone: [] });

const KEPT = 100;

/** A new step; what was taken back before it cannot be done again. */
export const withStep = <Step>(steps: Steps<Step>, step: Step): Steps<Step> => ({ done: [...steps.done, step].slice(-KEPT), undone: [] });

/** The last step and the steps without it, or null when there is none. */
export function takenBack<Step>({ done, undone }: Steps<Step>): [Step, Steps<Step>] | null {
  const last = done.at(-1);
  return last === undefined ? null : [last, { done: done.slice(0, -1), undone: [...undone, last] }];
}

export function doneAgain<Step>({ done, undone }: Steps<Step>): [Step, Steps<Step>] | null {
  const last = undone.at(-1);
  return last === undefined ? null : [last, { done: [...done, last], undone: undone.slice(0, -1) }];
}

import type { CheckStep } from '@/api/types';

export type StepState = 'ok' | 'failed' | 'skipped' | 'running' | 'waiting';

export interface StepRow {
  name: CheckStep['name'];
  state: StepState;
  detail: string;
  hint: string | null;
  duration: number | null;
}

const ORDER: CheckStep['name'][] = ['resolve', 'connect', 'tls', 'sign_in', 'read'];

/** All steps of a test in their order: what is done, the one that runs, the ones to come. */
export function stepRows(steps: CheckStep[], running: boolean): StepRow[] {
  const done = new Map(steps.map((step) => [step.name, step]));
  const failed = steps.some((step) => !step.ok && !step.skipped);
  const last = Math.max(-1, ...steps.map((step) => ORDER.indexOf(step.name)));
  return ORDER.map((name, index): StepRow => {
    const step = done.get(name);
    if (step !== undefined) return rowOf(step);
    const state = running && !failed && index === last + 1 ? 'running' : 'waiting';
    return { name, state: index < last ? 'skipped' : state, detail: '', hint: null, duration: null };
  });
}

function rowOf(step: CheckStep): StepRow {
  const state = step.skipped ? 'skipped' : step.ok ? 'ok' : 'failed';
  const duration = step.skipped ? null : Math.round(step.duration_ms);
  return { name: step.name, state, detail: step.detail, hint: step.hint, duration };
}

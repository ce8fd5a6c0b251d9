import { useCallback, useRef, useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import type { CheckStep } from '@/api/types';

export interface Checks {
  state: 'idle' | 'running' | 'ok' | 'failed';
  steps: CheckStep[];
  problem: Problem | null;
  start: (run: (signal: AbortSignal) => AsyncIterable<CheckStep>) => Promise<boolean>;
  reset: () => void;
}

const IDLE = { state: 'idle' as const, steps: [], problem: null };

/** Runs a connection test and keeps its steps as they arrive. Starting again ends the test before. */
export function useChecks(): Checks {
  const [run, setRun] = useState<Pick<Checks, 'state' | 'steps' | 'problem'>>(IDLE);
  const current = useRef<AbortController | null>(null);

  const start = useCallback(async (begin: (signal: AbortSignal) => AsyncIterable<CheckStep>) => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    setRun({ ...IDLE, state: 'running' });
    const steps: CheckStep[] = [];
    try {
      for await (const step of begin(controller.signal)) {
        if (controller.signal.aborted) return false;
        steps.push(step);
        setRun({ state: 'running', steps: [...steps], problem: null });
      }
      const ok = steps.length > 0 && steps.every((step) => step.ok || step.skipped);
      setRun({ state: ok ? 'ok' : 'failed', steps, problem: null });
      return ok;
    } catch (error) {
      if (!controller.signal.aborted) setRun({ state: 'failed', steps, problem: asProblem(error) });
      return false;
    }
  }, []);

  const reset = useCallback(() => {
    current.current?.abort();
    setRun(IDLE);
  }, []);

  return { ...run, start, reset };
}

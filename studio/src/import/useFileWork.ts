import { keepPreviousData } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

/** How a file is tried: what came last stays meanwhile, and a lost connection is said, and not waited for. */
export const TRIAL = {
  placeholderData: keepPreviousData,
  staleTime: Infinity,
  gcTime: 0,
  retry: false,
  refetchOnWindowFocus: false,
} as const;

/** Work on a file, with progress; cancelling, and leaving the page, leaves nothing behind. */
export function useFileWork<Outcome>() {
  const controller = useRef<AbortController | null>(null);
  const [state, setState] = useState<'idle' | 'running' | 'cancelled'>('idle');
  const [rows, setRows] = useState(0);
  const [problem, setProblem] = useState<unknown>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  const start = async (work: (signal: AbortSignal, onRows: (rows: number) => void) => Promise<Outcome>) => {
    const current = new AbortController();
    controller.current = current;
    const { signal } = current;
    setState('running');
    setRows(0);
    setProblem(null);
    try {
      setOutcome(await work(signal, setRows));
      setState('idle');
    } catch (error) {
      setState(signal.aborted ? 'cancelled' : 'idle');
      if (!signal.aborted) setProblem(error);
    }
  };
  const forget = () => {
    setState('idle');
    setProblem(null);
    setOutcome(null);
  };
  return { state, rows, problem, outcome, start, cancel: () => controller.current?.abort(), forget };
}

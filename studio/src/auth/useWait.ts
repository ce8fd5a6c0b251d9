import { useEffect, useState } from 'react';

/** Seconds left of a wait the server asked for, counting down to zero. */
export function useWait(seconds: number | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const until = Date.now() + Math.ceil(seconds ?? 0) * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = window.setInterval(tick, 500);
    return () => window.clearInterval(timer);
  }, [seconds]);
  return left;
}

import { useEffect, useState } from 'react';

/** True after a moment: what is quick shows no sign of loading at all. */
export function useDelayed(delayMs = 300): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setPassed(true), delayMs);
    return () => window.clearTimeout(timer);
  }, [delayMs]);
  return passed;
}

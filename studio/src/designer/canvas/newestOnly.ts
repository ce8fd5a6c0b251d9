/** Something that is asked of a server; it is told when nobody waits for it any more and does not fail. */
type Work = (gone: AbortSignal) => Promise<void>;

export interface NewestOnly {
  ask: (work: Work) => void;
  stop: () => void;
}

const PATIENCE_MS = 1000;

/**
 * One work after the other, begun at once: what is asked meanwhile waits for its end, and of several the newest alone
 * is done. So the answers come as fast as they can be had and never pile up. One that takes very long is given up for
 * what is newer.
 */
export function newestOnly(now: () => number = () => performance.now()): NewestOnly {
  let next: Work | null = null;
  let running: { gone: AbortController; since: number } | null = null;

  const run = async () => {
    while (next !== null) {
      const work = next;
      next = null;
      const mine = { gone: new AbortController(), since: now() };
      running = mine;
      await work(mine.gone.signal);
    }
    running = null;
  };

  return {
    ask: (work) => {
      next = work;
      if (running === null) void run();
      else if (now() - running.since > PATIENCE_MS) running.gone.abort();
    },
    stop: () => {
      next = null;
      running?.gone.abort();
    },
  };
}

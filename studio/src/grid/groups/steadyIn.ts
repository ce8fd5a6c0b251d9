import type { Steady } from '../live/liveRows';
import type { RowStore } from '../rowStore';

/** So far rows are looked for that moved. */
const REACH_LINES = 200;

/** Remembers which rows stand where; what it answers keeps what is in sight, and what is selected, on the same rows once they have moved. */
export function steadyIn(store: RowStore, steady: Steady): () => void {
  const [first, last] = steady.sight();
  const before = linesOf(store, first, last);
  return () => {
    const now = new Map(linesOf(store, first, last).map(([line, id]) => [id, line]));
    const moved = before.flatMap(([line, id]) => (line >= first && now.has(id) ? [(now.get(id) ?? line) - line] : []));
    const shift = moved[0] ?? 0;
    const ids = new Map(before);
    steady.keep(shift, (line) => now.get(ids.get(line) ?? '') ?? line + shift);
  };
}

function linesOf(store: RowStore, first: number, last: number): [number, string][] {
  const from = Math.max(0, first - REACH_LINES);
  return Array.from({ length: last - from + REACH_LINES }, (_, more): [number, string | null] => [from + more, store.row(from + more)?.id ?? null]).filter((one): one is [number, string] => one[1] !== null);
}

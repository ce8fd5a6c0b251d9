import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Browsers draw nothing beyond some tens of millions of pixels; longer grids are scrolled in proportion. */
const LONGEST_PX = 8_000_000;
const SETTLED_MS = 200;
const MARGIN_ROWS = 8;

export interface Viewport {
  first: number;
  last: number;
  /** Where row 0 would begin, within the scrolled canvas. */
  shift: number;
  left: number;
  width: number;
  /** How many whole rows are in sight. */
  page: number;
}

interface Measures {
  rows: number;
  rowPx: number;
  headPx: number;
}

interface Ends {
  most: number;
  mostTop: number;
  near: number;
}

/** Where the top is after the bar moved: small steps go so far as they say, others in proportion. */
function topAfter(before: { top: number; scrolled: number }, scrolled: number, { most, mostTop, near }: Ends): number {
  if (scrolled <= 0) return 0;
  if (scrolled >= most - 1) return mostTop;
  const step = scrolled - before.scrolled;
  const to = Math.abs(step) < near ? before.top + step : (scrolled / most) * mostTop;
  return Math.max(0, Math.min(mostTop, to));
}

/** Which rows are in sight. Up to the longest height rows stand where they are; beyond it a drag of the bar goes in proportion, and small steps stay exact. */
export function useViewport({ rows, rowPx, headPx }: Measures) {
  const element = useRef<HTMLDivElement>(null);
  const place = useRef({ top: 0, scrolled: 0 });
  const [view, setView] = useState<Viewport>({ first: 0, last: 30, shift: 0, left: 0, width: 1200, page: 10 });
  const total = rows * rowPx;
  const height = Math.min(total, LONGEST_PX);

  const read = useCallback(() => {
    const box = element.current;
    if (box === null) return;
    const inside = box.clientHeight - headPx;
    const most = Math.max(0, height - inside);
    const mostTop = Math.max(0, total - inside);
    const scrolled = box.scrollTop;
    const isScaled = total > height;
    const to = isScaled ? topAfter(place.current, scrolled, { most, mostTop, near: inside * 2 }) : Math.min(mostTop, scrolled);
    place.current = { top: to, scrolled };
    const next: Viewport = {
      first: Math.max(0, Math.floor(to / rowPx) - MARGIN_ROWS),
      last: Math.max(0, Math.min(rows - 1, Math.ceil((to + inside) / rowPx) + MARGIN_ROWS)),
      shift: isScaled ? Math.round(scrolled - to) : 0,
      left: Math.floor(box.scrollLeft / 64) * 64,
      width: box.clientWidth,
      page: Math.max(1, Math.floor(inside / rowPx) - 1),
    };
    setView((was) => (Object.keys(next) as (keyof Viewport)[]).every((key) => was[key] === next[key]) ? was : next);
  }, [height, total, rows, rowPx, headPx]);

  /** After small steps the bar stands where it does not belong; once nothing moves it is put right, unseen. */
  const settle = useCallback(() => {
    const box = element.current;
    if (box === null || total <= height) return;
    const inside = box.clientHeight - headPx;
    const wanted = (place.current.top / (total - inside)) * (height - inside);
    if (Math.abs(wanted - box.scrollTop) < 1) return;
    box.scrollTop = wanted;
    place.current.scrolled = box.scrollTop;
    read();
  }, [height, total, headPx, read]);

  useLayoutEffect(read, [read]);
  useEffect(() => {
    const box = element.current;
    if (box === null) return;
    let frame = 0;
    let rest = 0;
    const onScroll = () => {
      cancelAnimationFrame(frame);
      window.clearTimeout(rest);
      frame = requestAnimationFrame(read);
      rest = window.setTimeout(settle, SETTLED_MS);
    };
    const sizes = new ResizeObserver(read);
    sizes.observe(box);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      sizes.disconnect();
      cancelAnimationFrame(frame);
      window.clearTimeout(rest);
      box.removeEventListener('scroll', onScroll);
    };
  }, [read, settle]);

  /** Scroll so that a row is in sight, and columns between these edges beside what is frozen. */
  const reveal = useCallback(
    (row: number, [from, to]: [number, number], frozenPx: number) => {
      const box = element.current;
      if (box === null) return;
      const inside = box.clientHeight - headPx;
      const { top } = place.current;
      const at = row * rowPx;
      const goal = at < top ? at : at + rowPx > top + inside ? at + rowPx - inside : null;
      if (goal !== null) {
        const most = Math.max(0, height - inside);
        const mostTop = Math.max(1, total - inside);
        box.scrollTop = total > height ? (goal / mostTop) * most : goal;
        place.current = { top: goal, scrolled: box.scrollTop };
        read();
      }
      if (to < 0) return;
      if (from < box.scrollLeft + frozenPx) box.scrollLeft = from - frozenPx;
      else if (to > box.scrollLeft + box.clientWidth) box.scrollLeft = to - box.clientWidth;
    },
    [headPx, rowPx, height, total, read],
  );

  /** Rows were put above what is in sight, or taken away there: what is in sight stays. At the very top new rows come into sight. */
  const shiftBy = useCallback(
    (by: number) => {
      const box = element.current;
      if (box === null || place.current.top <= 0) return;
      const top = Math.max(0, place.current.top + by * rowPx);
      const inside = box.clientHeight - headPx;
      box.scrollTop = total > height ? (top / Math.max(1, total - inside)) * Math.max(0, height - inside) : top;
      place.current = { top, scrolled: box.scrollTop };
      read();
    },
    [headPx, rowPx, height, total, read],
  );

  return { element, view, height, reveal, shiftBy };
}

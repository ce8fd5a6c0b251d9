import { useEffect, useEffectEvent, useRef, useState, type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react';
import type { Box } from './frame';
import classes from './Sizes.module.css';
import { columnLines, keyed, nearest, saidOf, stretched, type Handle, type Size } from './sizes';

interface SizeHandleProps {
  size: Size;
  handle: Handle;
  /** What it is called: "Height of Chart". */
  label: string;
  /** A value that the handle was drawn to is one step of undo; those that keys lead to one after the other are one together. */
  onDrawn: (index: number) => void;
  onKeyed: (index: number) => void;
  onReset: () => void;
}

/** What is being drawn as it was when that began, where it began, and the value it is at. */
interface Drawing {
  x: number;
  y: number;
  size: Size;
  handle: Handle;
  to: number;
}

/** What a size of a component is taken hold of at. While it is drawn, the picture stays: an outline shows what would be. */
export function SizeHandle({ size, handle, label, onDrawn, onKeyed, onReset }: SizeHandleProps) {
  const grip = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const shown = drawing ?? { size, handle, to: size.at };
  const isDrawn = drawing !== null;
  const leave = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    setDrawing(null);
  });
  useEffect(() => {
    if (!isDrawn) return undefined;
    window.addEventListener('keydown', leave, { capture: true });
    return () => window.removeEventListener('keydown', leave, { capture: true });
  }, [isDrawn]);

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    grip.current?.setPointerCapture(event.pointerId);
    setDrawing({ x: event.clientX, y: event.clientY, size, handle, to: size.at });
  };
  const onPointerMove = (event: PointerEvent) => {
    if (drawing === null) return;
    const to = reached(drawing, event);
    if (to !== drawing.to) setDrawing({ ...drawing, to });
  };
  const onPointerUp = (event: PointerEvent) => {
    if (drawing === null) return;
    setDrawing(null);
    const to = reached(drawing, event);
    if (to !== drawing.size.at) onDrawn(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isReset = event.key === 'Delete' || event.key === 'Backspace';
    const next = keyed(event.key, size.at, size.values.length);
    if (!isReset && next === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (isReset) onReset();
    else if (next !== null && next !== size.at) onKeyed(next);
  };
  const { style, side } = placeOf(shown.handle, size.of, shown.to);
  const said = saidOf(shown.size, shown.to);

  return (
    <>
      {isDrawn && <Ghost {...drawing} />}
      <div
        ref={grip}
        className={classes['handle']}
        style={style}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-orientation={handle.axis === 'x' ? 'horizontal' : 'vertical'}
        aria-valuemin={0}
        aria-valuemax={size.values.length - 1}
        aria-valuenow={shown.to}
        aria-valuetext={said}
        data-of={size.of}
        data-axis={handle.axis}
        data-drawn={isDrawn || undefined}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDrawing(null)}
        onDoubleClick={onReset}
        onKeyDown={onKeyDown}
      >
        <span className={classes['value']} data-side={side} aria-hidden>
          {size.label}: {said}
        </span>
      </div>
    </>
  );
}

function reached({ x, y, size, handle }: Drawing, event: PointerEvent): number {
  return nearest(handle, size.at, handle.axis === 'x' ? event.clientX - x : event.clientY - y);
}

const HALF = 12;
/** So much room the words of a value need at most. */
const WORDS = 200;

/** The middle of a handle, and where its words fit. That of columns stands above the component, clear of all others. */
function placeOf(handle: Handle, of: Size['of'], at: number): { style: CSSProperties; side: 'left' | 'right' | 'above' } {
  const { axis, way, origin } = handle;
  const length = handle.stops[at] ?? 0;
  const isAtStart = origin.left + origin.width / 2 < WORDS / 2;
  if (of === 'gap') return { style: along(handle, length / 2), side: isAtStart ? 'right' : 'above' };
  if (axis === 'y') return { style: along(handle, length), side: isAtStart ? 'right' : 'above' };
  const across = way === 1 ? origin.left + length : origin.left + origin.width - length;
  const top = of === 'columns' ? inside(origin.top - HALF) : middle(origin.top, origin.height);
  return { style: { left: inside(across), top }, side: across < WORDS ? 'right' : 'left' };
}

function along({ axis, way, origin }: Handle, by: number): CSSProperties {
  if (axis === 'y') return { left: middle(origin.left, origin.width), top: inside(origin.top + by) };
  return { left: inside(way === 1 ? origin.left + by : origin.left + origin.width - by), top: middle(origin.top, origin.height) };
}

const inside = (at: number): string => `clamp(${HALF}px, ${at}px, calc(100% - ${HALF}px))`;

/** The middle of that part of a length that is in sight. */
const middle = (from: number, length: number): string => `calc((max(0px, ${from}px) + min(100%, ${from + length}px)) / 2)`;

/** What would be: the component at that size, the lines between its columns, or the space between two of its children. */
function Ghost({ size, handle, to }: Drawing) {
  if (size.of !== 'columns') return <div className={classes['ghost']} data-of={size.of} style={styleOf(stretched(handle, handle.stops[to] ?? 0))} />;
  return columnLines(handle.origin, Number(size.values[to])).map((line) => <div key={line.left} className={classes['line']} style={styleOf(line)} />);
}

const styleOf = ({ left, top, width, height }: Box): CSSProperties => ({ left, top, width, height });

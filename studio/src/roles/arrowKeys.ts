import type { KeyboardEvent } from 'react';

const STEPS: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Arrow keys go from cell to cell of a matrix; the cells say `data-cell`. */
export function moveInMatrix(event: KeyboardEvent<HTMLTableElement>): void {
  const step = STEPS[event.key];
  const from = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-cell]') : null;
  if (step === undefined || from === null) return;
  const rows = [...event.currentTarget.querySelectorAll('tr')].map((row) => [...row.querySelectorAll<HTMLElement>('[data-cell]:not(:disabled)')]).filter((cells) => cells.length > 0);
  const at = rows.findIndex((cells) => cells.includes(from));
  const column = rows[at]?.indexOf(from) ?? -1;
  const target = step[0] === 0 ? rows[at]?.[column + step[1]] : nearest(rows[at + step[0]], column);
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}

const nearest = (cells: HTMLElement[] | undefined, column: number) => cells?.[Math.min(column, cells.length - 1)];

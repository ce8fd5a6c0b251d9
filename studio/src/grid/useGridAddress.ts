import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

export interface GridAddress {
  filter: string;
  search: string;
  /** As the API takes it: `-created_at,title`. */
  sort: string;
}

/** Filter, search and order of the rows, kept in the address so that they can be sent to somebody. */
export function useGridAddress(): [GridAddress, (changes: Partial<GridAddress>) => void] {
  const [params, setParams] = useSearchParams();
  const address = { filter: params.get('filter') ?? '', search: params.get('search') ?? '', sort: params.get('sort') ?? '' };
  const change = useCallback(
    (changes: Partial<GridAddress>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === '') next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [address, change];
}

export type Direction = 'ascending' | 'descending' | null;

/** How a column is sorted in such an order. */
export function directionIn(sort: string, column: string): Direction {
  const parts = sort.split(',');
  if (parts.includes(column)) return 'ascending';
  return parts.includes(`-${column}`) ? 'descending' : null;
}

/** The order with this column first, or without it. */
export function withDirection(sort: string, column: string, direction: Direction): string {
  const others = sort.split(',').filter((part) => part !== '' && part !== column && part !== `-${column}`);
  if (direction === null) return others.join(',');
  return [direction === 'descending' ? `-${column}` : column, ...others].slice(0, 3).join(',');
}

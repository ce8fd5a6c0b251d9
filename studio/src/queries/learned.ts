import type { QueryColumn } from '@/api/queries';
import type { QueryResult } from '@/api/types';

/** Types that a source cannot tell of a text, so that what somebody chose for the column stays. */
const UNSURE = new Set(['text', 'other', 'integer', 'float']);

/** The columns of a result, with what was said of them before, and after them those that are computed. */
export function learned(result: QueryResult, before: readonly QueryColumn[]): QueryColumn[] {
  const computed = computedOf(before);
  const found = result.columns.filter((column) => !computed.some((one) => one.name === column.name));
  return [
    ...found.map((column) => {
      const was = before.find((one) => one.name === column.name);
      const fresh: QueryColumn = { name: column.name, native: column.native, type: column.type, label: null, sensitive: false };
      if (was === undefined) return fresh;
      return { ...was, native: column.native, type: UNSURE.has(column.type) && was.type !== 'other' ? was.type : column.type };
    }),
    ...computed,
  ];
}

/** The columns that the query computes itself. */
export const computedOf = (columns: readonly QueryColumn[]) => columns.filter((one) => typeof one.value === 'string');

import type { QueryColumn } from '@/api/queries';
import type { QueryResult } from '@/api/types';

/** Types that a source cannot tell of a text, so that what somebody chose for the column stays. */
const UNSURE = new Set(['text', 'other', 'integer', 'float']);

/** The columns of a result, with what was said of them before. */
export function learned(result: QueryResult, before: readonly QueryColumn[]): QueryColumn[] {
  return result.columns.map((column) => {
    const was = before.find((one) => one.name === column.name);
    const found: QueryColumn = { name: column.name, native: column.native, type: column.type, label: null, sensitive: false };
    if (was === undefined) return found;
    return { ...was, native: column.native, type: UNSURE.has(column.type) && was.type !== 'other' ? was.type : column.type };
  });
}

import type { SavedView } from '@/api/savedViews';

export type Missing = SavedView['missing'][number];

/** The columns whose absence changes which rows are seen and how, each with the parts of the view that name it. A column that is merely not shown is no loss. */
export function lostColumns(missing: Missing[]): Map<string, Missing['part'][]> {
  const lost = new Map<string, Missing['part'][]>();
  for (const { column, part } of missing) if (part !== 'columns') lost.set(column, [...(lost.get(column) ?? []), part]);
  return lost;
}

import type { SavedView, SavedViews, ViewContent } from '@/api/savedViews';
import { same } from '@/ui/same';
import type { GridColumn } from '../columns';
import { NEW_MARK } from '../marks/marks';
import { firstLayout, type Layout } from '../layout';
import type { GridAddress } from '../useGridAddress';

/** What is seen now, as a view keeps it. */
export const contentOf = (layout: Layout, { filter, sort }: Pick<GridAddress, 'filter' | 'sort'>): ViewContent => ({ ...layout, filter, sort });

/** The arrangement of columns that a view has. */
export function layoutOf({ content }: SavedView, columns: GridColumn[]): Layout {
  const { order, hidden, widths, frozen, height, group, marks } = { ...firstLayout(columns), ...content };
  return { order, hidden, widths, frozen, height, group: group === null ? null : { ...group, bucket: group.bucket ?? null }, marks: marks.map((mark) => ({ ...NEW_MARK, ...mark })) };
}

/** Whether something else is seen now than the view says. */
export const isOther = (view: SavedView, now: ViewContent) => !same(view.content, now);

/** What a person sees first: their own default, or everyone's. */
const defaultOf = ({ items }: SavedViews) => items.find((view) => view.is_default && !view.is_shared) ?? items.find((view) => view.is_default);

/** The address to begin with, where the given one only names a view, or says nothing at all; null where it is complete. */
export function firstAddress(given: URLSearchParams, views: SavedViews): URLSearchParams | null {
  if (['filter', 'sort', 'search'].some((name) => given.has(name))) return null;
  const id = given.get('view');
  const view = id === null ? defaultOf(views) : views.items.find((one) => one.id === id);
  return view === undefined ? null : addressOf(given, view);
}

/** The address of a view, beside what else stands there. */
export function addressOf(given: URLSearchParams, view: SavedView | null): URLSearchParams {
  const next = new URLSearchParams(given);
  for (const name of ['view', 'filter', 'sort', 'search']) next.delete(name);
  if (view === null) return next;
  next.set('view', view.id);
  for (const name of ['filter', 'sort'] as const) if (view.content[name]) next.set(name, view.content[name]);
  return next;
}

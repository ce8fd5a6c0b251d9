import type { GridColumn } from './columns';
import type { Grouping } from './groups/groups';
import type { Mark } from './marks/marks';

export type RowHeight = 'compact' | 'normal' | 'tall';
export const ROW_PX: Record<RowHeight, number> = { compact: 28, normal: 36, tall: 64 };
const NARROWEST = 56;
const WIDEST = 900;

/** How one person has arranged the columns of one table. Kept in the browser; columns it does not know stand where the table has them. */
export interface Layout {
  order: string[];
  hidden: string[];
  widths: Record<string, number>;
  frozen: number;
  height: RowHeight;
  /** The column that rows are grouped by. */
  group: Grouping | null;
  /** What makes rows and cells stand out. */
  marks: Mark[];
}

export const firstLayout = (columns: GridColumn[]): Layout => ({
  order: [],
  hidden: columns.filter((column) => column.kind === 'binary').map((column) => column.name),
  widths: {},
  frozen: 0,
  height: 'normal',
  group: null,
  marks: [],
});

/** Every column in the order of the layout. New ones keep their place after the column they follow in the table. */
export function ordered(columns: GridColumn[], { order }: Layout): GridColumn[] {
  const names = order.filter((name) => columns.some((column) => column.name === name));
  columns.forEach((column, index) => {
    if (names.includes(column.name)) return;
    const before = columns[index - 1]?.name;
    names.splice(before === undefined ? 0 : names.indexOf(before) + 1, 0, column.name);
  });
  return names.flatMap((name) => columns.find((column) => column.name === name) ?? []);
}

export const shownColumns = (columns: GridColumn[], layout: Layout) => ordered(columns, layout).filter((column) => !layout.hidden.includes(column.name));

export const widthOf = (column: GridColumn, { widths }: Layout) => widths[column.name] ?? column.width;

export const withWidth = (layout: Layout, name: string, width: number): Layout => ({ ...layout, widths: { ...layout.widths, [name]: Math.round(Math.max(NARROWEST, Math.min(WIDEST, width))) } });

export const withHidden = (layout: Layout, name: string, isHidden: boolean): Layout => ({ ...layout, hidden: isHidden ? [...new Set([...layout.hidden, name])] : layout.hidden.filter((one) => one !== name) });

/** The layout with a column moved by so many places among all columns. */
export function withMove(columns: GridColumn[], layout: Layout, name: string, to: string): Layout {
  const names = ordered(columns, layout).map((column) => column.name);
  const from = names.indexOf(name);
  const place = names.indexOf(to);
  if (from < 0 || place < 0 || from === place) return layout;
  names.splice(place, 0, ...names.splice(from, 1));
  return { ...layout, order: names };
}

const keyOf = (workspace: string, table: string) => `toolwright-grid:${workspace}/${table}`;

export function loadLayout(workspace: string, table: string, columns: GridColumn[]): Layout {
  const first = firstLayout(columns);
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(workspace, table)) ?? 'null') as Partial<Layout> | null;
    return kept === null ? first : { ...first, ...kept };
  } catch {
    return first;
  }
}

export function keepLayout(workspace: string, table: string, layout: Layout): void {
  try {
    localStorage.setItem(keyOf(workspace, table), JSON.stringify(layout));
  } catch {
    // A browser that keeps nothing shows the table's own order the next time.
  }
}

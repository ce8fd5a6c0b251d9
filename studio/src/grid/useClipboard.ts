import { useEffect, type RefObject } from 'react';
import { text } from '@/text';
import { formatNumber } from '@/ui/time';
import { done } from '@/ui/toast';
import type { GridColumn } from './columns';
import type { Looks } from './GridRow';
import type { RowStore } from './rowStore';
import type { Rectangle } from './selection';
import { writeHtml, writeTsv } from './tsv';
import { editText, plainText, shownText } from './values';

/** More would be a file and no clipboard. */
const MOST_CELLS = 200_000;

interface ClipboardOf {
  element: RefObject<HTMLElement | null>;
  store: RowStore;
  columns: GridColumn[];
  area: Rectangle | null;
  looks: Looks;
  /** Empties what was cut. */
  onCut: (area: Rectangle) => void;
}

/** Copies or cuts the selected cells as Excel and Sheets take them, while the grid has the focus. */
export function useClipboard({ element, store, columns, area, looks, onCut }: ClipboardOf): void {
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      if (document.activeElement !== element.current || area === null || event.clipboardData === null) return;
      const texts = cellsOf(store, columns, area, looks);
      event.preventDefault();
      event.clipboardData.setData('text/plain', writeTsv(texts));
      event.clipboardData.setData('text/html', writeHtml(texts));
      const wanted = area.bottom - area.top + 1;
      if (texts.length < wanted) done(text.grid.copiedPart(formatNumber(texts.length), formatNumber(wanted)));
      else if (event.type === 'cut') onCut(area);
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
    };
  }, [element, store, columns, area, looks, onCut]);
}

/** The cells of a rectangle as text, as far as their rows are loaded. */
function cellsOf(store: RowStore, columns: GridColumn[], area: Rectangle, looks: Looks): string[][] {
  const across = columns.slice(area.left, area.right + 1);
  const texts: string[][] = [];
  const last = Math.min(area.bottom, area.top + Math.floor(MOST_CELLS / Math.max(1, across.length)));
  for (let index = area.top; index <= last; index += 1) {
    const row = store.row(index);
    if (row === undefined) continue;
    texts.push(across.map((column) => copyText(column, row.values[column.name], looks)));
  }
  return texts;
}

/** Rows of other tables are copied by name, options by label; the rest as it is edited. */
function copyText(column: GridColumn, value: unknown, { labels, manner, people }: Looks): string {
  if (value === null || value === undefined) return '';
  if (column.kind === 'relation' && column.target !== null) return labels.label(column.target, value);
  if (column.kind === 'links' && column.target !== null && Array.isArray(value)) return value.map((key) => labels.label(column.target ?? { table: '', key: '' }, key)).join(', ');
  if (column.kind === 'person') return people.get(plainText(value)) ?? plainText(value);
  return column.kind === 'option' ? shownText(column, value, manner) : editText(column, value, manner);
}

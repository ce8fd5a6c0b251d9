import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import type { Table } from '@/api/types';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { done } from '@/ui/toast';
import type { GridColumn } from '../columns';
import type { Looks } from '../GridRow';
import type { RowStore } from '../rowStore';
import type { Rectangle, Selection } from '../selection';
import { readTsv } from '../tsv';
import classes from './Edit.module.css';
import type { EditStore } from './editStore';
import { readNewRows, readPaste, type Pasted } from './paste';

const words = text.gridEdit;

interface PastingOf {
  element: RefObject<HTMLElement | null>;
  edits: EditStore;
  store: RowStore;
  columns: GridColumn[];
  looks: Looks;
  area: Rectangle | null;
  access: Table['access'];
  onSelect: (selection: Selection) => void;
}

/** Pastes cells of a spreadsheet over those that are selected, while the grid has the focus. Answers the question it may have to ask. */
export function usePasting({ element, edits, store, columns, looks, area, access, onSelect }: PastingOf): ReactNode {
  const [asked, setAsked] = useState<Pasted | null>(null);
  const into = { edits, store, columns, looks };

  const over = (pasted: Pasted, creates: Record<string, unknown>[] = []) => {
    edits.change(pasted.cells, creates);
    if (pasted.leftOut > 0) done(words.leftOut(pasted.leftOut));
    const last = Math.min(pasted.area.bottom, store.count.rows - 1);
    onSelect({ anchor: { row: pasted.area.top, column: pasted.area.left }, focus: { row: Math.max(pasted.area.top, last), column: pasted.area.right } });
    element.current?.focus();
  };

  const paste = async (given: string, selected: Rectangle) => {
    const pasted = await readPaste(readTsv(given), selected, into);
    if (typeof pasted === 'string') done(pasted);
    else if (pasted.beyond.length > 0 && access.can.includes('create') && access.read_only_reason === null) setAsked(pasted);
    else {
      if (pasted.beyond.length > 0) done(words.noNewRows(pasted.beyond.length, access.refused['create'] ?? access.read_only_reason ?? ''));
      over(pasted);
    }
  };

  const addRows = async (pasted: Pasted) => {
    setAsked(null);
    const made = await readNewRows(pasted, into);
    if (typeof made === 'string') done(made);
    else over(pasted, made);
  };

  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (document.activeElement !== element.current || area === null || event.clipboardData === null) return;
      event.preventDefault();
      void paste(event.clipboardData.getData('text/plain'), area);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  });

  const rows = asked?.beyond.length ?? 0;
  return (
    <Dialog title={words.addRows.title(rows)} opened={asked !== null} onClose={() => setAsked(null)}>
      <p>{words.addRows.about(rows)}</p>
      <div className={classes['buttons']}>
        <Button onClick={() => setAsked(null)}>{text.actions.cancel}</Button>
        <Button
          onClick={() => {
            if (asked !== null) over(asked);
            setAsked(null);
          }}
        >
          {words.addRows.without}
        </Button>
        <Button variant="filled" data-autofocus onClick={() => asked !== null && void addRows(asked)}>
          {words.addRows.add(rows)}
        </Button>
      </div>
    </Dialog>
  );
}

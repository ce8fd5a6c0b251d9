import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Table } from '@/api/types';
import { text } from '@/text';
import { done } from '@/ui/toast';
import type { GridColumn } from '../columns';
import type { EditStore } from '../edit/editStore';
import type { Looks } from '../GridRow';
import type { RowStore } from '../rowStore';
import { at, type Selection } from '../selection';
import { NewRow } from './NewRow';
import { RowPanel } from './RowPanel';

const words = text.rowPanel;

/** The row that is open beside the grid, whose id stands in the address; how to open another, by its id or by its place. */
export function useOpenRow(store: RowStore): [string | null, (id: string | null) => void, (index: number) => void] {
  const [params, setParams] = useSearchParams();
  const open = useCallback(
    (id: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (id === null) next.delete('row');
        else next.set('row', id);
        return next;
      },
      { replace: true },
    ), [setParams]);
  const openAt = useCallback((index: number) => open(store.row(index)?.id ?? null), [open, store]);
  return [params.get('row'), open, openAt];
}

interface RowDrawerProps {
  workspace: string;
  table: Table;
  columns: GridColumn[];
  edits: EditStore;
  moment: number;
  store: RowStore;
  looks: Looks;
  selection: Selection | null;
  onSelect: (selection: Selection) => void;
  open: string | null;
  onOpen: (id: string | null) => void;
}

/** The row that is open, if one is; the keys' place in the grid goes along with it. */
export function RowDrawer({ store, selection, onSelect, open, onOpen, ...rest }: RowDrawerProps) {
  if (open === null) return null;
  const here = selection !== null && store.row(selection.focus.row)?.id === open ? selection.focus : null;
  const to = (by: number) => {
    const id = here === null ? null : (store.row(here.row + by)?.id ?? null);
    if (here === null || id === null) return null;
    return () => {
      onSelect(at(here.row + by, here.column));
      onOpen(id);
    };
  };
  const close = () => {
    onOpen(null);
    // Once the drawer has let go of the focus.
    window.setTimeout(() => document.querySelector<HTMLElement>('[role="grid"]')?.focus());
  };
  return <RowPanel {...rest} id={open} onPrevious={to(-1)} onNext={to(1)} onClose={close} onRestored={() => rest.edits.renewed()} />;
}

/** Adds a row, for who may. */
export function AddRow({ table, columns, edits, looks, onOpen }: Pick<RowDrawerProps, 'table' | 'columns' | 'edits' | 'looks' | 'onOpen'>) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (!table.access.can.includes('create') || table.access.read_only_reason !== null) return null;
  return (
    <>
      <Button ref={button} variant="filled" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setOpen(true)}>
        {words.addRow}
      </Button>
      {isOpen && (
        <NewRow
          columns={columns}
          looks={looks}
          create={edits.create}
          onClose={() => {
            setOpen(false);
            window.setTimeout(() => button.current?.focus());
          }}
          onCreated={(row) => {
            setOpen(false);
            done(words.created, { undo: edits.undo });
            onOpen(row.id);
          }}
        />
      )}
    </>
  );
}

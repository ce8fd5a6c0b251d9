import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { MOST_CHANGES } from '@/api/rows';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { done } from '@/ui/toast';
import edit from '../edit/Edit.module.css';
import type { EditStore } from '../edit/editStore';
import { workOf } from '../edit/work';
import type { RowStore } from '../rowStore';
import { rectangle, type Selection } from '../selection';

const words = text.rowPanel;

interface DeleteRowsProps {
  edits: EditStore;
  store: RowStore;
  selection: Selection | null;
  /** How many columns are shown. */
  columns: number;
}

/** Deletes the rows that are selected as a whole. */
export function DeleteRows({ selection, columns, ...rest }: DeleteRowsProps) {
  return selection !== null && isWholeRows(selection, columns) && <DeleteThese {...rest} selection={selection} />;
}

/** Whether all columns are selected, as by a row's number or Shift+Space. */
function isWholeRows(selection: Selection, columns: number): boolean {
  const { left, right } = rectangle(selection);
  return left === 0 && right === columns - 1;
}

/** Deletes rows once that was said to be meant. */
function DeleteThese({ edits, store, selection }: { edits: EditStore; store: RowStore; selection: Selection }) {
  const [ids, setIds] = useState<string[] | null>(null);
  const { top, bottom } = rectangle(selection);
  const ask = async () => {
    if (bottom - top >= MOST_CHANGES) {
      done(text.gridEdit.tooMany(MOST_CHANGES.toLocaleString()));
      return;
    }
    await store.load(top, bottom);
    setIds(Array.from({ length: bottom - top + 1 }, (_, more) => store.row(top + more)?.id ?? null).filter((id) => id !== null));
  };
  const remove = async () => {
    const deletes = (ids ?? []).map((id) => ({ id, again: null }));
    setIds(null);
    if (await edits.perform(workOf({ deletes }))) done(words.deleted(deletes.length), edits.hasBin ? { undo: edits.undo } : {});
  };
  const count = ids?.length ?? 0;
  return (
    <>
      <Button leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => void ask()}>
        {words.deleteRows(bottom - top + 1)}
      </Button>
      <Dialog title={words.confirm.title(count)} opened={ids !== null} onClose={() => setIds(null)}>
        <p>{edits.hasBin ? words.confirm.bin : words.confirm.forEver}</p>
        <div className={edit['buttons']}>
          <Button onClick={() => setIds(null)}>{text.actions.cancel}</Button>
          <Button variant="filled" color="red" data-autofocus onClick={() => void remove()}>
            {words.deleteRows(count)}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

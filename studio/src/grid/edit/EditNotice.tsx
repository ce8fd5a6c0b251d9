import { Button, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { text } from '@/text';
import type { GridColumn } from '../columns';
import type { Looks } from '../GridRow';
import { shownText } from '../values';
import type { Batch, CellEdit } from './batch';
import classes from './Edit.module.css';
import { whatIs, type EditStore } from './editStore';

const words = text.gridEdit;

interface EditNoticeProps {
  edits: EditStore;
  columns: GridColumn[];
  looks: Looks;
  /** The cell that keys act on, where it is not saved. */
  active: { id: string | null; column: string } | null;
}

/** What was not saved and why, with what can be done about it; and quietly what was done. */
export function EditNotice({ edits, columns, looks, active }: EditNoticeProps) {
  useSyncExternalStore(edits.subscribe, edits.snapshot);
  const here = active === null ? undefined : edits.ofRow(active.id)?.get(active.column);
  const batch = here !== undefined && !here.batch.isSaving ? here.batch : edits.failed.at(-1);
  return (
    <>
      <VisuallyHidden role="status">{edits.said}</VisuallyHidden>
      {batch !== undefined && <Failed key={edits.batches.indexOf(batch)} edits={edits} batch={batch} cell={here?.batch === batch ? here.cell : undefined} columns={columns} looks={looks} />}
    </>
  );
}

/** Work that was not saved, with why and with what can be done. */
export function Failed({ edits, batch, cell, columns, looks }: { edits: EditStore; batch: Batch; cell: CellEdit | undefined; columns: GridColumn[]; looks: Looks }) {
  const told = cell?.problem != null ? cell : batch.cells.find((one) => one.problem !== null);
  const column = columns.find((one) => one.name === told?.column);
  const isOvertaken = batch.cells.some((one) => one.other !== null);
  const isReadable = batch.cells.every((one) => one.typed === null);
  return (
    <div className={classes['notice']} role="alert">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <span>
        <strong>{words.unsaved(whatIs(batch))}</strong>
        {' · '}
        {column !== undefined && `${column.label}: `}
        {told?.problem ?? batch.message} {told?.other != null && column !== undefined && <span className={classes['hint']}>{otherText(column, told.other.value, looks)}</span>}
      </span>
      {isOvertaken ? (
        <Button size="compact-sm" onClick={() => edits.insist(batch)}>
          {words.keepMine}
        </Button>
      ) : (
        isReadable && (
          <Button size="compact-sm" onClick={() => edits.retry(batch)}>
            {words.retry}
          </Button>
        )
      )}
      <Button size="compact-sm" onClick={() => edits.giveUp(batch)}>
        {isOvertaken ? words.takeTheirs : words.giveUp}
      </Button>
    </div>
  );
}

/** What somebody else has put into a cell, in words. */
export function otherText(column: GridColumn, value: unknown, { manner, labels }: Looks): string {
  if (value === null || value === undefined) return words.theirsNothing;
  return words.theirs(column.kind === 'relation' && column.target !== null ? labels.label(column.target, value) : shownText(column, value, manner));
}

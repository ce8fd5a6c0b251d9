import { ActionIcon, Drawer, Tabs, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { Problem } from '@/api/problem';
import { readRow } from '@/api/rows';
import type { Table } from '@/api/types';
import { workspaceKey } from '@/api/workspaces';
import { text } from '@/text';
import { Loaded } from '@/ui/Loaded';
import type { GridColumn } from '../columns';
import { newEdit } from '../edit/batch';
import { Failed } from '../edit/EditNotice';
import type { EditStore } from '../edit/editStore';
import type { Given } from '../edit/given';
import type { Looks } from '../GridRow';
import { shownText } from '../values';
import classes from './Panel.module.css';
import { RowComments } from './RowComments';
import { RowEvents } from './RowEvents';
import { RowFields, type Seen } from './RowFields';

const words = text.rowPanel;
const icon = { size: 16, stroke: 1.75 };

export interface RowPanelProps {
  workspace: string;
  table: Table;
  columns: GridColumn[];
  edits: EditStore;
  /** Grows with every change there is to see. */
  moment: number;
  looks: Looks;
  id: string;
  /** To the rows above and below; null where there is none. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onClose: () => void;
  /** The row may be another in the grid now. */
  onRestored: () => void;
}

/** One row beside the grid: all its fields, what happened to it and what was said about it. */
export function RowPanel(props: RowPanelProps) {
  const { workspace, table, edits, moment, id, columns, looks, onPrevious, onNext, onClose } = props;
  useSyncExternalStore(edits.subscribe, edits.snapshot);
  const [tab, setTab] = useState<string | null>('fields');
  const query = useQuery({
    queryKey: [...workspaceKey(workspace), 'row', table.ref, id, moment],
    queryFn: ({ signal }) => readRow(workspace, table.ref, id, signal),
    placeholderData: (before) => (before?.id === id ? before : undefined),
  });
  const display = columns.find((column) => column.name === table.definition.display);
  const name = (display === undefined ? '' : shownText(display, query.data?.values[display.name], looks.manner)) || id;
  const why = table.access.read_only_reason ?? table.access.refused['comment'] ?? null;
  const isGone = query.error instanceof Problem && query.error.status === 404;
  return (
    <Drawer.Root opened onClose={onClose} position="right" size={440} returnFocus>
      <Drawer.Overlay />
      <Drawer.Content aria-label={words.label(name)}>
        <Drawer.Body>
          <div className={classes['head']}>
            <h2 className={classes['title']} title={name}>
              {name}
            </h2>
            <Step label={words.previous} onGo={onPrevious} icon={<IconChevronUp {...icon} />} />
            <Step label={words.next} onGo={onNext} icon={<IconChevronDown {...icon} />} />
            <Drawer.CloseButton aria-label={text.actions.close} data-autofocus />
          </div>
          {isGone ? (
            <p className={classes['quiet']}>{words.gone}</p>
          ) : (
            <Tabs value={tab} onChange={setTab} keepMounted={false}>
              <Tabs.List>
                <Tabs.Tab value="fields">{words.tabs.fields}</Tabs.Tab>
                {edits.hasBin && <Tabs.Tab value="history">{words.tabs.history}</Tabs.Tab>}
                {edits.hasBin && <Tabs.Tab value="comments">{words.tabs.comments}</Tabs.Tab>}
              </Tabs.List>
              <Tabs.Panel value="fields">
                <Loaded query={query}>{(row) => <Fields key={id} {...props} values={row.values} />}</Loaded>
                {edits.failed.filter((batch) => batch.cells.some((cell) => cell.id === id)).map((batch) => (
                  <Failed key={edits.batches.indexOf(batch)} edits={edits} batch={batch} cell={batch.cells.find((cell) => cell.id === id)} columns={columns} looks={looks} />
                ))}
              </Tabs.Panel>
              <Tabs.Panel value="history">
                <RowEvents workspace={workspace} table={table.ref} id={id} columns={columns} looks={looks} moment={moment} mayRestore={table.access.can.includes('update')} onRestored={props.onRestored} />
              </Tabs.Panel>
              <Tabs.Panel value="comments">
                <RowComments workspace={workspace} table={table.ref} id={id} refused={table.access.can.includes('comment') ? null : why} />
              </Tabs.Panel>
            </Tabs>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Step({ label, onGo, icon: drawn }: { label: string; onGo: (() => void) | null; icon: React.ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} disabled={onGo === null} onClick={() => onGo?.()}>
        {drawn}
      </ActionIcon>
    </Tooltip>
  );
}

function Fields({ columns, edits, looks, id, values }: RowPanelProps & { values: Record<string, unknown> }) {
  const row = edits.ofRow(id);
  const unsaved = Object.fromEntries([...(row ?? [])].map(([name, { cell, batch }]): [string, Given] => [name, { value: cell.value, typed: cell.typed, problem: cell.problem ?? (batch.isSaving ? null : batch.message) }]));
  const give = (column: GridColumn, given: Given, seen: Seen | null) => {
    const before = row?.get(column.name)?.batch.isSaving === true ? row.get(column.name)?.cell.value : (seen ?? { value: values[column.name] }).value;
    edits.change([{ ...newEdit(id, column.name, before ?? null, given.value), typed: given.typed, problem: given.problem }]);
  };
  return <RowFields columns={columns} values={values} unsaved={unsaved} fixed={(column) => column.fixed} looks={looks} row={id} onGive={give} />;
}

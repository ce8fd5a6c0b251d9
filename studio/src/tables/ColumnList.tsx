import { Button, Tooltip } from '@mantine/core';
import { IconAlertCircle, IconGripVertical, IconPlus } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { ColumnKind } from '@/api/types';
import { KindIcon } from '@/designer/tree/KindIcon';
import { labelOf } from '@/schema/labels';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import classes from './ColumnList.module.css';
import { nameOf, textOf, type ColumnDraft } from './tableDraft';
import { useDragColumn, type Edge } from './useDragColumn';

const words = text.tables.columns;

export const labelOfColumn = (draft: ColumnDraft): string => textOf(draft.column['label']) || labelOf(nameOf(draft).replace(/_id$/, ''), undefined);

interface ColumnListProps {
  columns: readonly ColumnDraft[];
  kinds: ReadonlyMap<string, ColumnKind>;
  selected: string | null;
  /** Ids of columns with mistakes. */
  wrong: ReadonlySet<string>;
  onSelect: (id: string) => void;
  onMove: (id: string, to: number) => void;
  onRemove: (id: string) => void;
  onAdd: () => void;
}

/** The columns in their order: chosen, dragged, or moved with Alt and the arrow keys. */
export function ColumnList({ columns, kinds, selected, wrong, onSelect, onMove, onRemove, onAdd }: ColumnListProps) {
  const list = useRef<HTMLOListElement>(null);
  const focus = (id: string | undefined) => {
    if (id !== undefined) window.requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-column="${CSS.escape(id)}"]`)?.focus());
  };
  const onKey = (event: KeyboardEvent, at: number) => {
    const one = columns[at];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if (one === undefined || (step === 0 && event.key !== 'Delete')) return;
    event.preventDefault();
    if (event.key === 'Delete') {
      onRemove(one.id);
      focus((columns[at + 1] ?? columns[at - 1])?.id);
    } else if (event.altKey) {
      if (columns[at + step] !== undefined) onMove(one.id, at + step);
      focus(one.id);
    } else {
      const next = columns[at + step];
      if (next !== undefined) onSelect(next.id);
      focus(next?.id);
    }
  };
  return (
    <div className={classes['box']}>
      {columns.length === 0 ? <p className={classes['about']}>{words.none}</p> : (
        <ol ref={list} className={classes['list']} aria-label={words.label}>
          {columns.map((one, at) => (
            <Row key={one.id} one={one} at={at} kind={kinds.get(textOf(one.column['kind']))} isSelected={one.id === selected} isWrong={wrong.has(one.id)} onSelect={() => onSelect(one.id)} onKey={(event) => onKey(event, at)} onDrop={(id, edge) => onMove(id, placeOf(columns, id, at, edge))} />
          ))}
        </ol>
      )}
      <Button leftSection={<IconPlus size={16} stroke={1.75} />} onClick={onAdd}>
        {words.add}
      </Button>
      <p className={classes['about']}>{words.keys}</p>
      <p className={classes['about']}>{words.given}</p>
    </div>
  );
}

/** Where a dragged column goes: taking it out moves those behind it up. */
function placeOf(columns: readonly ColumnDraft[], id: string, at: number, edge: Edge): number {
  const from = columns.findIndex((one) => one.id === id);
  const to = edge === 'before' ? at : at + 1;
  return from < to ? to - 1 : to;
}

interface RowProps {
  one: ColumnDraft;
  at: number;
  kind: ColumnKind | undefined;
  isSelected: boolean;
  isWrong: boolean;
  onSelect: () => void;
  onKey: (event: KeyboardEvent) => void;
  onDrop: (id: string, edge: Edge) => void;
}

function Row({ one, kind, isSelected, isWrong, onSelect, onKey, onDrop }: RowProps) {
  const element = useRef<HTMLLIElement>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  useDragColumn(element, one.id, setEdge, onDrop);
  return (
    <li ref={element} className={classes['item']} data-edge={edge}>
      <button type="button" className={classes['row']} data-column={one.id} aria-current={isSelected || undefined} onClick={onSelect} onKeyDown={onKey}>
        <IconGripVertical className={classes['grip']} size={16} stroke={1.75} aria-hidden />
        <KindIcon paths={kind?.icon_paths ?? []} size={16} />
        <span className={classes['label']}>{labelOfColumn(one)}</span>
        {isWrong && (
          <Tooltip label={words.wrong}>
            <IconAlertCircle className={classes['wrong']} size={16} stroke={1.75} aria-label={words.wrong} role="img" />
          </Tooltip>
        )}
        {one.was === null && <Badge tone="blue">{words.isNew}</Badge>}
        {one.column['required'] === true && <Badge>{words.required}</Badge>}
        <code className={classes['name']}>{nameOf(one)}</code>
      </button>
    </li>
  );
}

import { VisuallyHidden } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { ColumnKind, TableSummary } from '@/api/types';
import { nameFor } from '@/apps/nameFor';
import { isObject, type JsonObject } from '@/designer/document/types';
import { text } from '@/text';
import { done } from '@/ui/toast';
import { ColumnList, labelOfColumn } from './ColumnList';
import { ColumnPanel } from './ColumnPanel';
import { ownReferences, startSettings } from './columnSchema';
import classes from './Design.module.css';
import { columnAt, type Fault } from './faults';
import { KindGallery } from './KindGallery';
import { addColumn, moveColumn, nameOf, put, removeColumn, setColumn, textOf, type ColumnDraft } from './tableDraft';
import type { TableEditor } from './useTableDraft';

const words = text.tables;

interface ColumnsTabProps {
  workspace: string;
  table: string;
  editor: TableEditor;
  kinds: ColumnKind[];
  tables: TableSummary[];
  faults: Fault[];
  selected: string | null;
  onSelect: (id: string) => void;
}

/** The columns of the table beside the settings of the one chosen. */
export function ColumnsTab({ workspace, table, editor, kinds: every, tables, faults, selected, onSelect }: ColumnsTabProps) {
  const { draft, edit } = editor;
  const { columns } = draft;
  const [choosing, setChoosing] = useState<'new' | 'kind' | null>(null);
  const [said, setSaid] = useState('');
  const panel = useRef<HTMLDivElement>(null);
  const kinds = useMemo(() => new Map(every.map((kind) => [kind.kind, kind])), [every]);
  const references = useMemo(() => ownReferences(columns, kinds), [columns, kinds]);
  const builtIn = useMemo(() => tables.filter((one) => one.source === null && one.kind === 'table'), [tables]);
  const one = columns.find((column) => column.id === selected);

  const move = (id: string, to: number) => {
    edit((was) => moveColumn(was, id, to));
    const moved = columns.find((column) => column.id === id);
    if (moved !== undefined) setSaid(words.columns.moved(labelOfColumn(moved), Math.min(to + 1, columns.length), columns.length));
  };
  const remove = (id: string) => {
    const at = columns.findIndex((column) => column.id === id);
    const gone = columns[at];
    const next = columns[at + 1] ?? columns[at - 1];
    edit((was) => removeColumn(was, id));
    if (next !== undefined) onSelect(next.id);
    if (gone !== undefined) done(words.columns.removed(labelOfColumn(gone)));
  };
  const starting = (kind: ColumnKind): JsonObject => startSettings((kind.start as JsonObject)['settings'], builtIn.map((summary) => summary.ref).filter((ref) => ref !== table), { ref: table, references, columnsOf: () => [], referencesOf: () => [] });
  const choose = (kind: ColumnKind) => {
    setChoosing(null);
    if (choosing === 'kind' && one !== undefined) edit((was) => setColumn(setColumn(was, one.id, 'kind', kind.kind), one.id, 'settings', carried(one, kind, starting(kind))));
    else {
      const taken = columns.map(nameOf);
      const name = textOf((kind.start as JsonObject)['name']) || nameFor(kind.title, taken, 'column');
      const added = addColumn(draft, put({ name, kind: kind.kind }, 'settings', starting(kind)), null);
      edit(() => added.draft);
      onSelect(added.id);
      window.setTimeout(() => panel.current?.querySelector('input')?.select(), 50);
    }
  };
  const show = (id: string) => {
    onSelect(id);
    if (window.matchMedia('(max-width: 860px)').matches) window.setTimeout(() => panel.current?.scrollIntoView({ block: 'nearest' }), 50);
  };

  return (
    <div className={classes['columns']}>
      <ColumnList columns={columns} kinds={kinds} selected={selected} wrong={wrongOf(columns, faults)} onSelect={show} onMove={move} onRemove={remove} onAdd={() => setChoosing('new')} />
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <div ref={panel}>
        {one === undefined ? (
          <p className={classes['about']}>{words.columns.choose}</p>
        ) : (
          <ColumnPanel
            key={one.id}
            workspace={workspace}
            table={table}
            draft={draft}
            one={one}
            kind={kinds.get(textOf(one.column['kind']))}
            references={references}
            tables={builtIn}
            errors={errorsOf(columns.indexOf(one), faults)}
            edit={edit}
            onKind={() => setChoosing('kind')}
            onMove={(to) => move(one.id, to)}
            onRemove={() => remove(one.id)}
          />
        )}
      </div>
      {choosing !== null && (
        <KindGallery
          title={choosing === 'new' || one === undefined ? words.gallery.title : words.gallery.changeTitle(labelOfColumn(one))}
          kinds={choosing === 'new' ? every.filter((kind) => !kind.is_given || columns.every((column) => column.column['kind'] !== kind.kind)) : every.filter((kind) => !kind.is_given)}
          onChoose={choose}
          onClose={() => setChoosing(null)}
        />
      )}
    </div>
  );
}

/** The settings that both kinds know stay as they are. */
function carried(one: ColumnDraft, kind: ColumnKind, start: JsonObject): JsonObject {
  const before = isObject(one.column['settings']) ? one.column['settings'] : {};
  const known = Object.entries(before).filter(([name]) => name in (kind.settings_schema.properties ?? {}));
  return { ...start, ...Object.fromEntries(known) };
}

const wrongOf = (columns: readonly ColumnDraft[], faults: readonly Fault[]): Set<string> => new Set(faults.flatMap((fault) => columns[columnAt(fault) ?? -1]?.id ?? []));

/** What is wrong with one column, by dotted place within it. */
const errorsOf = (at: number, faults: readonly Fault[]): Map<string, string> => new Map([...faults].reverse().flatMap((fault) => (columnAt(fault) === at ? [[fault.path.slice(2).join('.'), fault.message] as const] : [])));

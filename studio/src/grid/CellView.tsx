import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { FilePlace } from '@/api/rowFiles';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { toneOf } from './tones';
import type { CellKind, GridColumn } from './columns';
import classes from './Grid.module.css';
import { FilesView } from './files/FilesView';
import type { LabelStore } from './labelStore';
import { plainText, shownText, type Manner } from './values';

interface CellViewProps {
  column: GridColumn;
  value: unknown;
  manner: Manner;
  labels: LabelStore;
  people: Map<string, string>;
  place: FilePlace;
  /** The row that holds the value, where it is there already. */
  row?: string | null;
}

type Drawing = (props: CellViewProps) => ReactNode;

const DRAWINGS: Partial<Record<CellKind, Drawing>> = {
  boolean: ({ value }) => (value === true ? <IconCheck size={16} stroke={2} aria-label={text.grid.yes} /> : <span className={classes['null']}>{text.grid.no}</span>),
  option: ({ column, value, manner }) => <Badge tone={toneOf(column, value)}>{shownText(column, value, manner)}</Badge>,
  tags: ({ column, value, manner }) =>
    listOf(value).map((item) => (
      <Badge key={plainText(item)} tone={toneOf(column, item)}>
        {shownText(column, [item], manner)}
      </Badge>
    )),
  relation: ({ column, value, labels }) => <span className={classes['linked']}>{column.target === null ? plainText(value) : labels.label(column.target, value)}</span>,
  links: ({ column, value, labels }) => listOf(value).map((key) => <Badge key={plainText(key)}>{column.target === null ? plainText(key) : labels.label(column.target, key)}</Badge>),
  person: ({ value, people }) => people.get(plainText(value)) ?? <code>{plainText(value)}</code>,
  files: ({ column, value, place, row }) => <FilesView column={column} value={value} place={place} row={row} />,
  color: ({ value }) => (
    <>
      <span className={classes['swatch']} style={{ background: plainText(value) }} aria-hidden /> {plainText(value)}
    </>
  ),
  mono: ({ value }) => <code>{plainText(value)}</code>,
  json: ({ value }) => <code>{plainText(value)}</code>,
};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** A value in a cell, in the way of its column. No value is told apart from an empty text. */
export function CellView(props: CellViewProps) {
  const { column, value, manner } = props;
  if (value === null || value === undefined) return <span className={classes['null']}>{text.grid.nothing}</span>;
  if (value === '') return <span className={classes['null']}>{text.grid.emptyText}</span>;
  if (column.masked) return <span aria-label={text.grid.maskedValue}>{plainText(value)}</span>;
  const drawing = DRAWINGS[column.kind];
  return drawing === undefined ? shownText(column, value, manner) : drawing(props);
}

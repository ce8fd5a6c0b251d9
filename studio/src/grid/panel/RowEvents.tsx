import { Button } from '@mantine/core';
import { useState } from 'react';
import { restoreRow, useRowHistory, type RowEvent } from '@/api/rowStory';
import { text } from '@/text';
import { Loaded } from '@/ui/Loaded';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { When } from '@/ui/When';
import { CellView } from '../CellView';
import type { GridColumn } from '../columns';
import type { Looks } from '../GridRow';
import classes from './Panel.module.css';

const words = text.rowPanel.history;

interface RowEventsProps {
  workspace: string;
  table: string;
  id: string;
  columns: GridColumn[];
  looks: Looks;
  /** Grows with every change of this person's, so that it is asked for anew. */
  moment: number;
  mayRestore: boolean;
  onRestored: () => void;
}

/** What happened to a row, newest first, each with a way back to it. */
export function RowEvents({ workspace, table, id, columns, looks, moment, mayRestore, onRestored }: RowEventsProps) {
  const query = useRowHistory(workspace, table, id, moment);
  const [error, setError] = useState<unknown>(null);
  const restore = async (number: number) => {
    try {
      await restoreRow(workspace, table, id, number);
      setError(null);
      onRestored();
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <div className={classes['story']}>
      {error !== null && <ProblemBanner error={error} />}
      <Loaded query={query}>
        {({ items }) => (
          <ol className={classes['list']} aria-label={words.title}>
            {items.length === 0 && <li className={classes['quiet']}>{words.none}</li>}
            {items.map((one, index) => (
              <Event key={one.number} one={one} columns={columns} looks={looks} onRestore={index > 0 && mayRestore && one.verb !== 'deleted' ? () => void restore(one.number) : null} />
            ))}
          </ol>
        )}
      </Loaded>
    </div>
  );
}

function Event({ one, columns, looks, onRestore }: { one: RowEvent; columns: GridColumn[]; looks: Looks; onRestore: (() => void) | null }) {
  const fields = one.fields.flatMap((field) => {
    const column = columns.find((known) => known.name === field.column);
    return column === undefined ? [] : [{ ...field, column }];
  });
  return (
    <li className={classes['item']}>
      <div className={classes['itemHead']}>
        <strong>{words.verbs[one.verb](one.actor?.name ?? words.somebody)}</strong>
        <span className={classes['quiet']}>
          <When at={one.at} />
        </span>
        {onRestore !== null && (
          <Button size="compact-xs" onClick={onRestore}>
            {words.restore}
          </Button>
        )}
      </div>
      {one.verb === 'updated' && (
        <dl className={classes['changes']}>
          {fields.map(({ column, before, after }) => (
            <div key={column.name}>
              <dt>{column.label}</dt>
              <dd>
                <del>
                  <CellView column={column} value={before} {...looks} />
                </del>
                <span aria-hidden> → </span>
                <ins>
                  <CellView column={column} value={after} {...looks} />
                </ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

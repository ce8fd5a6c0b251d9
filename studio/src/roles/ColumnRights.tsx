import { Checkbox } from '@mantine/core';
import type { Column, TableGrant } from '@/api/types';
import { text } from '@/text';
import { columnRight, COLUMN_RIGHTS, isListed, withColumn, withNewColumns } from './columnRights';
import classes from './ColumnRights.module.css';

const words = text.roles.panel;

interface ColumnRightsProps {
  grant: TableGrant;
  columns: Column[];
  group: string;
  onChange: (changes: Partial<TableGrant>) => void;
}

/** What one rule allows with each column, as a small matrix of radio buttons. */
export function ColumnRights({ grant, columns, group, onChange }: ColumnRightsProps) {
  const all = columns.map((column) => column.name);
  return (
    <>
      <div className={classes['scroll']} tabIndex={0} role="region" aria-label={words.columns}>
        <table className={classes['columns']}>
          <thead>
            <tr>
              <th scope="col">{words.columns}</th>
              {COLUMN_RIGHTS.map((right) => (
                <th key={right} scope="col">
                  {words.columnRights[right]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <tr key={column.name}>
                <th scope="row">
                  <code>{column.name}</code>
                </th>
                {COLUMN_RIGHTS.map((right) => (
                  <td key={right}>
                    <input
                      type="radio"
                      name={`${group}.${column.name}`}
                      aria-label={words.columnCell(column.name, words.columnRights[right])}
                      checked={columnRight(grant, column.name) === right}
                      onChange={() => onChange(withColumn(grant, column.name, right, all))}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Checkbox label={words.newHidden} checked={isListed(grant)} onChange={(event) => onChange(withNewColumns(grant, event.currentTarget.checked, all))} />
    </>
  );
}

import { Select } from '@mantine/core';
import type { FilePreview, ImportReport, Mode } from '@/api/importFile';
import type { Table } from '@/api/types';
import { text } from '@/text';
import classes from './Import.module.css';
import { choicesOf } from './mappable';
import { samplesOf } from './samples';

const words = text.importing.holds;

interface MappingProps {
  preview: FilePreview;
  /** What was matched last. */
  report: ImportReport | undefined;
  table: Table;
  mode: Mode;
  columns: Record<string, string | null>;
  onColumn: (header: string, column: string | null) => void;
}

/** Each column of the file: some of its values, what they seem to be, and the column of the table they become. */
export function Mapping({ preview, report, table, mode, columns, onColumn }: MappingProps) {
  const choices = choicesOf(table, mode);
  return (
    <div className={classes['scroll']} role="region" aria-label={words.columns} tabIndex={0}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{words.inFile}</th>
            <th scope="col">{words.samples}</th>
            <th scope="col">{words.becomes}</th>
          </tr>
        </thead>
        <tbody>
          {preview.headers.map((header) => {
            const column = (header in columns ? columns[header] : report?.columns[header]) ?? null;
            const why = column === null || report?.columns[header] === undefined ? whyOut(header, columns, report) : undefined;
            return (
              <tr key={header}>
                <th scope="row">{header}</th>
                <td>
                  <span className={classes['samples']}>{samplesOf(preview, header)}</span>
                  <span className={classes['about']}>{preview.types[header]?.evidence}</span>
                </td>
                <td>
                  <Select size="xs" aria-label={words.becomesOf(header)} placeholder={words.out} data={choices} value={column} searchable clearable onChange={(next) => onColumn(header, next)} />
                  {why !== undefined && <span className={classes['about']}>{why}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Why a header that nobody left out comes to nothing. */
function whyOut(header: string, columns: Record<string, string | null>, report: ImportReport | undefined): string | undefined {
  if (report === undefined || columns[header] === null) return undefined;
  const near = report.unknown[header];
  return report.left_out[header] ?? (near === undefined ? undefined : words.unknown(near));
}

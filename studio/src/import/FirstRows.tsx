import type { FilePreview } from '@/api/importFile';
import { text } from '@/text';
import classes from './Import.module.css';
import { shownCell } from './samples';

const words = text.importing.holds;

/** The first rows of the file, as they are read. */
export function FirstRows({ preview }: { preview: FilePreview }) {
  return (
    <details className={classes['details']}>
      <summary>{words.rows(preview.rows.length)}</summary>
      <div className={classes['scroll']} role="region" aria-label={words.rows(preview.rows.length)} tabIndex={0}>
        <table className={classes['table']} data-plain>
          <thead>
            <tr>
              {preview.headers.map((header) => (
                <th key={header} scope="col">
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row, at) => (
              <tr key={at}>
                {preview.headers.map((header) => (
                  <td key={header}>{shownCell(row[header])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

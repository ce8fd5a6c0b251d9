import type { ImportReport } from '@/api/importFile';
import { text } from '@/text';
import classes from './Import.module.css';

const words = text.importing.outcome;

/** The first rows that are wrong: where they stand in the file, and why. `labels` are those of columns, by name. */
export function Problems({ report, labels }: { report: ImportReport; labels: Record<string, string> }) {
  const unit = report.preview.facts.unit;
  return (
    <div className={classes['scroll']} role="region" aria-label={words.wrong} tabIndex={0}>
      <table className={classes['table']} data-plain>
        <thead>
          <tr>
            <th scope="col">{words.line[unit] ?? unit}</th>
            <th scope="col">{words.column}</th>
            <th scope="col">{words.why}</th>
          </tr>
        </thead>
        <tbody>
          {report.problems.map((problem, at) => (
            <tr key={at}>
              <td>{problem.line.toLocaleString()}</td>
              <td>{labels[problem.column] ?? problem.column}</td>
              <td>{problem.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {report.rejected > report.problems.length && <p className={classes['about']}>{words.more}</p>}
    </div>
  );
}

import { connectorMarks } from './connectorMarks';
import classes from './ConnectorMark.module.css';

/** The simple monochrome mark of a connector; kinds without one of their own get a plain cylinder. */
export function ConnectorMark({ kind }: { kind: string }) {
  return (
    <span className={classes['mark']} aria-hidden>
      <svg viewBox="0 0 24 24" width={22} height={22} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" focusable="false">
        {(connectorMarks[kind] ?? connectorMarks['database'] ?? []).map((path) => (
          <path key={path} d={path} />
        ))}
      </svg>
    </span>
  );
}

import { text } from '@/text';
import classes from './Skeleton.module.css';
import { useDelayed } from './useDelayed';

/** The shape of a page while it is on its way; nothing for the first moment. */
export function PageSkeleton() {
  const visible = useDelayed();
  return (
    <div className={classes['page']} role="status" data-visible={visible || undefined}>
      <span className={classes['words']}>{visible ? text.loading : ''}</span>
      <span className={classes['heading']} />
      <RowsSkeleton />
    </div>
  );
}

/** Rows of a list on their way. */
export function RowsSkeleton({ rows = 6 }: { rows?: number }) {
  const visible = useDelayed();
  return (
    <div className={classes['rows']} aria-hidden data-visible={visible || undefined}>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} className={classes['row']} />
      ))}
    </div>
  );
}

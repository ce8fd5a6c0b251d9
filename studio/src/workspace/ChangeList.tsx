import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Revision } from '@/api/types';
import { text } from '@/text';
import { When } from '@/ui/When';
import classes from './AppList.module.css';

const FIRST = 5;

/** What changed lately, newest first: a few, and the rest when asked. */
export function ChangeList({ revisions }: { revisions: Revision[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? revisions : revisions.slice(0, FIRST);
  return (
    <>
      <ul className={classes['list']}>
        {shown.map((revision) => (
          <li key={revision.number}>
            <div className={classes['words']}>
              <span>{revision.message || text.home.overview.revision(revision.number)}</span>
              <span className={classes['detail']}>
                {revision.author} · {text.home.overview.revision(revision.number)}
              </span>
            </div>
            <span className={classes['time']}>
              <When at={revision.created_at} />
            </span>
          </li>
        ))}
      </ul>
      {revisions.length > shown.length && (
        <Button variant="subtle" mt="xs" onClick={() => setAll(true)}>
          {text.home.overview.showAll(revisions.length)}
        </Button>
      )}
    </>
  );
}

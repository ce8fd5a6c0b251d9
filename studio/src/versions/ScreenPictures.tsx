import { useMemo } from 'react';
import { Problem } from '@/api/problem';
import type { DefinitionChange } from '@/api/types';
import type { Subject } from '@/designer/subject';
import { text } from '@/text';
import { Loaded } from '@/ui/Loaded';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { MarkedPicture } from './MarkedPicture';
import { screenDifference, type Mark } from './screenDifference';
import classes from './ScreenPictures.module.css';
import { useSubjectOf } from './useSubjectOf';
import { useScreenPicture, type DrawnText } from './useScreenPicture';

const words = text.history.pictures;

/** A screen or module before and after a change, side by side, with the components that differ marked. */
export function ScreenPictures({ workspace, change }: { workspace: string; change: DefinitionChange }) {
  const subject = useSubjectOf(workspace, change);
  const before = useScreenPicture(subject, change.before);
  const after = useScreenPicture(subject, change.after);
  const [old, fresh] = [before.data?.definition ?? null, after.data?.definition ?? null];
  const marks = useMemo(() => screenDifference(old, fresh), [old, fresh]);
  const isSame = old !== null && fresh !== null && marks.before.length + marks.after.length === 0;
  return (
    <>
      {isSame && <p className={classes['about']}>{words.same}</p>}
      <div className={classes['pair']}>
        <Side title={words.before} subject={subject} query={before} marks={marks.before} />
        <Side title={words.after} subject={subject} query={after} marks={marks.after} />
      </div>
    </>
  );
}

interface SideProps {
  title: string;
  subject: Subject;
  query: ReturnType<typeof useScreenPicture>;
  marks: Mark[];
}

function Side({ title, subject, query, marks }: SideProps) {
  return (
    <figure className={classes['side']} aria-label={title}>
      <figcaption>{title}</figcaption>
      {query.isError && isWrong(query.error) ? (
        <NotDrawn problem={query.error} />
      ) : (
        <Loaded query={query}>
          {(drawn: DrawnText | null) => (drawn === null ? <p className={classes['about']}>{words.absent}</p> : <MarkedPicture address={`/preview/${subject.workspace}/${subject.app}`} picture={drawn.picture} marks={marks} />)}
        </Loaded>
      )}
    </figure>
  );
}

/** Whether it is the screen that is wrong, and not the way to it. */
const isWrong = (error: unknown): error is Problem => error instanceof Problem && (error.status === 422 || error.status === 404);

function NotDrawn({ problem }: { problem: Problem }) {
  return (
    <div className={classes['not']}>
      <ProblemBanner error={problem} title={words.notDrawn} />
      <p className={classes['about']}>{words.notDrawnAbout}</p>
      <ul>
        {problem.errors.slice(0, 5).map((error, index) => (
          <li key={index}>{error.message}</li>
        ))}
      </ul>
    </div>
  );
}

import { useCommentChanges, useRowComments } from '@/api/rowStory';
import { text } from '@/text';
import { OneComment } from '@/ui/comments/OneComment';
import { SayForm } from '@/ui/comments/SayForm';
import { Loaded } from '@/ui/Loaded';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done } from '@/ui/toast';
import classes from './Panel.module.css';

const words = text.rowPanel.comments;

interface RowCommentsProps {
  workspace: string;
  table: string;
  id: string;
  /** Why this person may say nothing here; null when they may. */
  refused: string | null;
}

/** What was said about a row, and room to say something. */
export function RowComments({ workspace, table, id, refused }: RowCommentsProps) {
  const query = useRowComments(workspace, table, id);
  const { add, change, takeBack } = useCommentChanges(workspace, table, id);
  return (
    <div className={classes['story']}>
      {refused === null ? (
        <SayForm label={words.label} help={words.help} action={words.add} onSay={(typed) => add.mutateAsync(typed)} />
      ) : (
        <p className={classes['quiet']}>{refused}</p>
      )}
      {takeBack.error !== null && <ProblemBanner error={takeBack.error} />}
      <Loaded query={query}>
        {({ items }) => (
          <ol className={classes['list']} aria-label={words.title}>
            {items.length === 0 && <li className={classes['quiet']}>{words.none}</li>}
            {items.map((one) => (
              <li key={one.id} className={classes['item']}>
                <OneComment
                  one={{ ...one, author: one.author?.name ?? null }}
                  mayChange={one.is_own && refused === null}
                  onChange={(body) => change.mutateAsync({ id: one.id, body })}
                  onTakeBack={() => takeBack.mutate(one.id, { onSuccess: () => done(words.takenBack, { undo: () => add.mutate(one.body) }) })}
                />
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </div>
  );
}

import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useCommentChanges, useRowComments, type RowComment } from '@/api/rowStory';
import { text } from '@/text';
import { Loaded } from '@/ui/Loaded';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { When } from '@/ui/When';
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
  const { add, takeBack } = useCommentChanges(workspace, table, id);
  const [typed, setTyped] = useState('');
  const send = () => {
    if (typed.trim() !== '' && !add.isPending) add.mutate(typed, { onSuccess: () => setTyped('') });
  };
  return (
    <div className={classes['story']}>
      {refused === null ? (
        <form
          className={classes['say']}
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <Textarea
            label={words.label}
            description={words.help}
            autosize
            minRows={2}
            maxRows={8}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
            }}
          />
          <Button type="submit" variant="filled" loading={add.isPending} disabled={typed.trim() === ''}>
            {words.add}
          </Button>
        </form>
      ) : (
        <p className={classes['quiet']}>{refused}</p>
      )}
      {(add.error ?? takeBack.error) !== null && <ProblemBanner error={add.error ?? takeBack.error} />}
      <Loaded query={query}>
        {({ items }) => (
          <ol className={classes['list']} aria-label={words.title}>
            {items.length === 0 && <li className={classes['quiet']}>{words.none}</li>}
            {items.map((one) => (
              <Comment key={one.id} one={one} onTakeBack={() => takeBack.mutate(one.id)} />
            ))}
          </ol>
        )}
      </Loaded>
    </div>
  );
}

function Comment({ one, onTakeBack }: { one: RowComment; onTakeBack: () => void }) {
  return (
    <li className={classes['item']}>
      <div className={classes['itemHead']}>
        <strong>{one.author?.name ?? words.somebody}</strong>
        <span className={classes['quiet']}>
          <When at={one.at} />
        </span>
        {one.is_own && (
          <Button size="compact-xs" variant="subtle" onClick={onTakeBack}>
            {words.takeBack}
          </Button>
        )}
      </div>
      <p className={classes['said']}>{one.body}</p>
    </li>
  );
}

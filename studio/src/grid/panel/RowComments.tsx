import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useCommentChanges, useRowComments, type RowComment } from '@/api/rowStory';
import { text } from '@/text';
import { Loaded } from '@/ui/Loaded';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done } from '@/ui/toast';
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
  const { add, change, takeBack } = useCommentChanges(workspace, table, id);
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
              <Comment
                key={one.id}
                one={one}
                mayWrite={refused === null}
                onChange={(body) => change.mutateAsync({ id: one.id, body })}
                onTakeBack={() => takeBack.mutate(one.id, { onSuccess: () => done(words.takenBack, { undo: () => add.mutate(one.body) }) })}
              />
            ))}
          </ol>
        )}
      </Loaded>
    </div>
  );
}

interface CommentProps {
  one: RowComment;
  mayWrite: boolean;
  onChange: (body: string) => Promise<unknown>;
  onTakeBack: () => void;
}

/** What somebody said. One's own can be said otherwise, and taken back. */
function Comment({ one, mayWrite, onChange, onTakeBack }: CommentProps) {
  const [isChanging, setChanging] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const close = () => {
    setChanging(false);
    // The button comes back with the next drawing.
    window.setTimeout(() => edit.current?.focus());
  };
  return (
    <li className={classes['item']}>
      <div className={classes['itemHead']}>
        <strong>{one.author?.name ?? words.somebody}</strong>
        <span className={classes['quiet']}>
          <When at={one.at} />
          {one.edited_at !== null && (
            <>
              {' · '}
              {words.edited} <When at={one.edited_at} />
            </>
          )}
        </span>
        {one.is_own && mayWrite && !isChanging && (
          <span className={classes['itemActions']}>
            <Button ref={edit} size="compact-xs" variant="subtle" onClick={() => setChanging(true)}>
              {words.edit}
            </Button>
            <Button size="compact-xs" variant="subtle" onClick={onTakeBack}>
              {words.takeBack}
            </Button>
          </span>
        )}
      </div>
      {isChanging ? <OtherWords body={one.body} onChange={onChange} onClose={close} /> : <p className={classes['said']}>{one.body}</p>}
    </li>
  );
}

/** What was said, to say it otherwise. */
function OtherWords({ body, onChange, onClose }: { body: string; onChange: (body: string) => Promise<unknown>; onClose: () => void }) {
  const [typed, setTyped] = useState(body);
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const send = async () => {
    if (typed.trim() === '' || isSending) return;
    setSending(true);
    try {
      if (typed !== body) await onChange(typed);
      onClose();
    } catch (problem) {
      setError(problem);
      setSending(false);
    }
  };
  return (
    <form
      className={classes['say']}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {error !== null && <ProblemBanner error={error} />}
      <Textarea
        aria-label={words.edit}
        autosize
        minRows={2}
        maxRows={8}
        autoFocus
        // Escape backs out of this alone, not of the row.
        data-mantine-stop-propagation
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
          if (event.key === 'Escape') onClose();
        }}
      />
      <div className={classes['itemActions']}>
        <Button type="submit" size="xs" variant="filled" loading={isSending} disabled={typed.trim() === ''}>
          {words.save}
        </Button>
        <Button size="xs" onClick={onClose}>
          {text.actions.cancel}
        </Button>
      </div>
    </form>
  );
}

import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { text } from '@/text';
import { ProblemBanner } from '../ProblemBanner';
import { When } from '../When';
import classes from './Comments.module.css';

const words = text.comments;

export interface Said {
  author: string | null;
  at: string;
  edited_at: string | null;
  body: string;
}

interface OneCommentProps {
  one: Said;
  /** Whether whoever reads it may change it. */
  mayChange: boolean;
  onChange: (body: string) => Promise<unknown>;
  onTakeBack: () => void;
}

/** What somebody said. One's own can be said otherwise, and taken back. */
export function OneComment({ one, mayChange, onChange, onTakeBack }: OneCommentProps) {
  const [isChanging, setChanging] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const close = () => {
    setChanging(false);
    // The button comes back with the next drawing.
    window.setTimeout(() => edit.current?.focus());
  };
  return (
    <>
      <div className={classes['itemHead']}>
        <strong>{one.author ?? words.somebody}</strong>
        <span className={classes['quiet']}>
          <When at={one.at} />
          {one.edited_at !== null && (
            <>
              {' · '}
              {words.edited} <When at={one.edited_at} />
            </>
          )}
        </span>
        {mayChange && !isChanging && (
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
    </>
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

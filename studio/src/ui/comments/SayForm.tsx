import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ProblemBanner } from '../ProblemBanner';
import classes from './Comments.module.css';

interface SayFormProps {
  label: string;
  help?: string;
  action: string;
  /** A Problem leaves what was typed where it is. */
  onSay: (words: string) => Promise<unknown>;
}

/** Room to say something: Ctrl/Cmd+Enter sends it. */
export function SayForm({ label, help, action, onSay }: SayFormProps) {
  const [typed, setTyped] = useState('');
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async () => {
    if (typed.trim() === '' || sending) return;
    setSending(true);
    setError(null);
    try {
      await onSay(typed);
      setTyped('');
    } catch (problem) {
      setError(problem);
    } finally {
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
      <Textarea
        label={label}
        description={help}
        autosize
        minRows={2}
        maxRows={8}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
        }}
      />
      {error !== null && <ProblemBanner error={error} />}
      <Button type="submit" variant="filled" loading={sending} disabled={typed.trim() === ''}>
        {action}
      </Button>
    </form>
  );
}

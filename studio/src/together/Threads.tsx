import { Badge as Count, Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useThreadChanges, useThreads, type AboutComponent } from '@/api/together';
import type { CommentThread } from '@/api/types';
import { text } from '@/text';
import { OneComment } from '@/ui/comments/OneComment';
import { SayForm } from '@/ui/comments/SayForm';
import { Loaded } from '@/ui/Loaded';
import { done, failed } from '@/ui/toast';
import type { CommentsProps } from './Comments';
import classes from './Threads.module.css';

const words = text.together.comments;

/** The threads about a definition, and room to begin one. */
export function Threads(props: CommentsProps & { component: AboutComponent | null; onShown: () => void }) {
  const { workspace, path, component } = props;
  const threads = useThreads(workspace, path);
  const { add } = useThreadChanges(workspace, path);
  const [whole, setWhole] = useState(false);
  const [all, setAll] = useState(false);
  const about = whole ? null : component;
  return (
    <div className={classes['threads']}>
      <p className={classes['quiet']}>{words.about}</p>
      {component !== null && (
        <SegmentedControl size="xs" aria-label={words.choose} value={whole ? 'whole' : 'component'} onChange={(value) => setWhole(value === 'whole')} data={[{ value: 'component', label: words.on(component.title) }, { value: 'whole', label: words.onIt }]} />
      )}
      <SayForm label={words.label} action={words.add} onSay={(said) => add.mutateAsync({ text: said, component: about })} />
      <Loaded query={threads}>
        {(found) => {
          const resolved = found.filter((thread) => thread.resolved_at !== null);
          const shown = all ? found : found.filter((thread) => thread.resolved_at === null);
          return (
            <>
              {found.length === 0 && <p className={classes['quiet']}>{words.none}</p>}
              <ol className={classes['list']} aria-label={words.title}>
                {shown.map((thread) => (
                  <li key={thread.id} className={classes['thread']} data-resolved={thread.resolved_at !== null || undefined}>
                    <OneThread {...props} thread={thread} />
                  </li>
                ))}
              </ol>
              {resolved.length > 0 && (
                <Button size="xs" variant="subtle" onClick={() => setAll(!all)}>
                  {all ? words.hideResolved : words.showResolved(resolved.length)}
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function OneThread({ workspace, path, thread, onShow, onShown }: CommentsProps & { thread: CommentThread; onShown: () => void }) {
  const { add, change, takeBack, resolve } = useThreadChanges(workspace, path);
  const [answering, setAnswering] = useState(false);
  const isResolved = thread.resolved_at !== null;
  const author = thread.comments[0]?.author ?? text.comments.somebody;
  return (
    <>
      {thread.component !== null && <About component={thread.component} {...(onShow === undefined ? {} : { onShow })} onShown={onShown} />}
      {isResolved && <Count color="green" variant="light">{words.resolved(thread.resolved_by ?? text.comments.somebody)}</Count>}
      <ol className={classes['comments']}>
        {thread.comments.map((one) => (
          <li key={one.id}>
            {one.text === '' ? (
              <p className={classes['quiet']}>{words.removed}</p>
            ) : (
              <OneComment
                one={{ author: one.author, at: one.created_at, edited_at: one.edited_at, body: one.text }}
                mayChange={one.is_yours}
                onChange={(said) => change.mutateAsync({ id: one.id, text: said })}
                onTakeBack={() => takeBack.mutate(one.id, { onSuccess: () => done(words.takenBack), onError: failed })}
              />
            )}
          </li>
        ))}
      </ol>
      {answering ? (
        <SayForm
          label={words.answerTo(author)}
          action={words.send}
          onSay={async (said) => {
            await add.mutateAsync({ text: said, thread: thread.id });
            setAnswering(false);
          }}
        />
      ) : (
        <div className={classes['buttons']}>
          <Button size="compact-xs" onClick={() => setAnswering(true)}>
            {words.answer}
          </Button>
          <Button size="compact-xs" loading={resolve.isPending} onClick={() => resolve.mutate({ id: thread.id, isResolved: !isResolved }, { onError: failed })}>
            {isResolved ? words.reopen : words.resolve}
          </Button>
        </div>
      )}
    </>
  );
}

type AboutProps = Pick<CommentsProps, 'onShow'> & { component: NonNullable<CommentThread['component']>; onShown: () => void };

/** What a thread is about: pressed, it is selected. */
function About({ component, onShow, onShown }: AboutProps) {
  if (onShow === undefined) return <p className={classes['quiet']}>{words.on(component.title)}</p>;
  return (
    <Button size="compact-xs" variant="subtle" onClick={() => (onShow(component) ? onShown() : done(words.gone))}>
      {words.on(component.title)}
    </Button>
  );
}

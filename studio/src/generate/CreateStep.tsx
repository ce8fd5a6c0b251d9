import { Button, Loader } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconArrowRight, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { generateApp, type Connection, type Wish } from '@/api/generate';
import type { Generated, Plan } from '@/api/types';
import { text } from '@/text';
import { ProblemBanner } from '@/ui/ProblemBanner';
import classes from './CreateStep.module.css';

interface CreateStepProps {
  connection: Connection;
  plan: Plan;
  wish: Wish;
  onBack: () => void;
  onDone: (generated: Generated) => void;
  onRestart: () => void;
}

const words = text.generate;

/** The last step: create, say so while it lasts, then lead into the app. */
export function CreateStep({ connection, plan, wish, onBack, onDone, onRestart }: CreateStepProps) {
  const queries = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const begun = useRef(false);
  const { mutate, data, error } = useMutation({
    mutationFn: () => generateApp(connection, plan, wish),
    onSuccess: async (generated) => {
      onDone(generated);
      await queries.invalidateQueries({ queryKey: ['workspaces'] });
    },
  });
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    mutate();
  }, [mutate]);
  useEffect(() => heading.current?.focus(), [data]);

  if (error !== null) {
    return (
      <div className={classes['narrow']}>
        <ProblemBanner title={words.creating.failed} error={error} />
        <p className={classes['about']}>{words.creating.nothingKept}</p>
        <div className={classes['buttons']}>
          <Button variant="filled" onClick={() => mutate()}>
            {text.actions.tryAgain}
          </Button>
          <Button onClick={onBack}>{text.actions.back}</Button>
        </div>
      </div>
    );
  }
  if (data === undefined) {
    return (
      <div className={classes['card']} role="status">
        <Loader size={24} aria-hidden />
        <h2 className={classes['title']}>{words.creating.title}</h2>
        <p className={classes['about']}>{words.creating.about}</p>
      </div>
    );
  }
  return (
    <div className={classes['card']}>
      <IconCircleCheck size={32} stroke={1.5} className={classes['ok']} aria-hidden />
      <h2 ref={heading} tabIndex={-1} className={classes['title']}>
        {words.done.title(wish.title)}
      </h2>
      <p className={classes['about']}>{words.done.about}</p>
      <div className={classes['buttons']}>
        <Button component="a" href={data.address} variant="filled" rightSection={<IconArrowRight size={16} stroke={1.75} />}>
          {words.done.open}
        </Button>
        <Button component={Link} to={`/w/${data.workspace}`}>
          {words.done.manage}
        </Button>
        <Button variant="subtle" onClick={onRestart}>
          {words.done.another}
        </Button>
      </div>
    </div>
  );
}

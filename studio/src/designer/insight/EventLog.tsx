import { Button } from '@mantine/core';
import { IconClearAll } from '@tabler/icons-react';
import { useClearEventRuns, useEventRuns } from '@/api/eventRuns';
import { text } from '@/text';
import { Loaded } from '@/ui/Loaded';
import { failed } from '@/ui/toast';
import type { Subject } from '../subject';
import type { Designer } from '../useDesigner';
import { EventRunLine } from './EventRunLine';
import classes from './InsightPanel.module.css';

const words = text.designer.insight.log;

interface EventLogProps {
  subject: Subject;
  designer: Designer;
}

/** What the events did that one ran in the app: each step, what it was told, and why some were not run. */
export function EventLog({ subject, designer }: EventLogProps) {
  const runs = useEventRuns(subject);
  const clear = useClearEventRuns(subject.workspace);
  return (
    <Loaded query={runs} skeleton={<p className={classes['nothing']}>{words.loading}</p>}>
      {(found) =>
        found.length === 0 ? (
          <p className={classes['nothing']}>{words.nothing}</p>
        ) : (
          <>
            <ol className={classes['runs']} aria-label={words.title}>
              {found.map((run) => (
                <li key={run.id}>
                  <EventRunLine run={run} subject={subject} designer={designer} />
                </li>
              ))}
            </ol>
            <Button size="xs" variant="subtle" color="gray" leftSection={<IconClearAll size={16} stroke={1.75} />} loading={clear.isPending} onClick={() => clear.mutate(undefined, { onError: failed })}>
              {words.clear}
            </Button>
          </>
        )
      }
    </Loaded>
  );
}

import { Button } from '@mantine/core';
import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import type { Scheduled } from '@/api/types';
import { useSchedule, useVersionChanges } from '@/api/versions';
import { text } from '@/text';
import { Section } from '@/ui/Page';
import { exactTime } from '@/ui/time';
import { done, failed } from '@/ui/toast';
import classes from './ScheduledRelease.module.css';

const words = text.versions.scheduled;

/** What is to be published at a time, or why it was not; nothing when nothing is planned. */
export function ScheduledRelease({ workspace }: { workspace: string }) {
  const planned = useSchedule(workspace).data;
  const { unschedule } = useVersionChanges(workspace);
  if (planned === null || planned === undefined) return null;
  const cancel = () => unschedule.mutate(undefined, { onSuccess: () => done(words.cancelled), onError: failed });
  const isWrong = planned.refused !== null || !planned.is_current;
  const Icon = isWrong ? IconAlertTriangle : IconClock;
  return (
    <Section
      title={words.title}
      actions={
        <Button loading={unschedule.isPending} onClick={cancel}>
          {planned.refused === null ? words.cancel : words.dismiss}
        </Button>
      }
    >
      <div className={classes['planned']} data-wrong={isWrong || undefined}>
        <Icon size={20} stroke={1.75} aria-hidden />
        <Said planned={planned} />
      </div>
    </Section>
  );
}

function Said({ planned }: { planned: Scheduled }) {
  const when = exactTime(new Date(planned.at));
  return (
    <div>
      <p>{planned.refused === null ? words.at(when) : words.was(when)}</p>
      {planned.refused !== null && (
        <p>
          {planned.refused.detail} {planned.refused.hint}
        </p>
      )}
      {planned.refused === null && !planned.is_current && <p>{words.changed}</p>}
      <p className={classes['quiet']}>{words.by(planned.author ?? text.versions.by(null), planned.message)}</p>
    </div>
  );
}

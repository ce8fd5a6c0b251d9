import { Tooltip } from '@mantine/core';
import { exactTime, relativeTime } from './time';
import { useNow } from './useNow';

/** A moment as "3 min ago"; the exact time and zone on hover. */
export function When({ at }: { at: string | null | undefined }) {
  const now = useNow();
  if (!at) return <span>–</span>;
  const moment = new Date(at);
  return (
    <Tooltip label={exactTime(moment)}>
      <time dateTime={at}>{relativeTime(moment, now)}</time>
    </Tooltip>
  );
}

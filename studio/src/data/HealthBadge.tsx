import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import type { Checks } from './useChecks';

/** How the last connection test of this visit ended; nothing before there was one. */
export function HealthBadge({ state }: { state: Checks['state'] }) {
  if (state === 'ok')
    return (
      <Badge tone="green" icon={<IconCircleCheck size={14} stroke={1.75} aria-hidden />}>
        {text.data.health.healthy}
      </Badge>
    );
  if (state === 'failed')
    return (
      <Badge tone="red" icon={<IconCircleX size={14} stroke={1.75} aria-hidden />}>
        {text.data.health.failing}
      </Badge>
    );
  return state === 'running' ? <Badge>{text.data.health.running}</Badge> : null;
}

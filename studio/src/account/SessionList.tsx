import { Button } from '@mantine/core';
import { useAccountChanges, useSessions } from '@/api/account';
import type { Session } from '@/api/types';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { Loaded } from '@/ui/Loaded';
import { Section } from '@/ui/Page';
import { done, failed } from '@/ui/toast';
import { When } from '@/ui/When';
import { browserName } from './browserName';
import classes from './lists.module.css';

const words = text.account.sessions;
const nameOf = (session: Session) => browserName(session.user_agent) ?? words.unknown;

/** Where one is signed in, and signing out there. */
export function SessionList() {
  const sessions = useSessions();
  const { endSession, endOthers } = useAccountChanges();
  const others = (sessions.data ?? []).filter((session) => !session.is_current).length;
  const endAll = () => endOthers.mutate(undefined, { onSuccess: ({ ended }) => done(words.othersEnded(ended)), onError: failed });
  const columns: DataColumn<Session>[] = [
    {
      id: 'place',
      header: words.place,
      cell: (session) => (
        <span className={classes['line']}>
          {nameOf(session)}
          {session.is_current && <Badge tone="green">{words.here}</Badge>}
        </span>
      ),
    },
    { id: 'address', header: words.address, hideNarrow: true, cell: (session) => <code>{session.ip || '–'}</code> },
    { id: 'seen', header: words.seen, width: 'fit', cell: (session) => <When at={session.last_seen_at} /> },
    {
      id: 'end',
      header: '',
      width: 'fit',
      align: 'end',
      cell: (session) =>
        !session.is_current && (
          <Button size="xs" aria-label={words.endOf(nameOf(session))} onClick={() => endSession.mutate(session.id, { onSuccess: () => done(words.ended), onError: failed })}>
            {words.end}
          </Button>
        ),
    },
  ];
  return (
    <Section
      title={words.title}
      about={words.about}
      actions={
        others > 0 ? (
          <Button onClick={endAll} loading={endOthers.isPending}>
            {words.others}
          </Button>
        ) : undefined
      }
    >
      <Loaded query={sessions}>{(all) => <DataTable label={words.list} rows={all} columns={columns} rowKey={(session) => session.id} empty={null} />}</Loaded>
    </Section>
  );
}

import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { useHistory, useHistoryChange, useRestore, type Moment } from '@/api/history';
import { Problem } from '@/api/problem';
import type { DefinitionHistory, Happening } from '@/api/types';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { done, failed } from '@/ui/toast';
import { When } from '@/ui/When';
import { Difference } from './ChangedDefinitions';
import classes from './History.module.css';
import { NotRestored } from './NotRestored';

const words = text.history;
const REFUSED = ['history.no_longer_fits', 'schema.loses_data', 'schema.impossible'];

/** What became of one definition, the newest first: who changed what, and having it again as it was. */
export function HistoryPage() {
  const { workspace = '' } = useParams();
  const [search] = useSearchParams();
  const path = search.get('of') ?? '';
  const history = useHistory(workspace, path);
  if (history.error instanceof Problem && [400, 404].includes(history.error.status)) return <NotFoundPage />;
  const title = history.data?.title ?? path;
  return (
    <Page
      title={words.of(title)}
      about={
        <>
          {text.versions.kind[history.data?.kind ?? '']} <code>{path}</code>
        </>
      }
    >
      <p className={classes['about']}>{history.data?.is_there === false ? words.gone : words.about}</p>
      <Loaded query={history}>{(found) => <Happenings workspace={workspace} history={found} />}</Loaded>
    </Page>
  );
}

interface Refusal {
  problem: Problem;
  moment: Moment;
}

function Happenings({ workspace, history }: { workspace: string; history: DefinitionHistory }) {
  const restore = useRestore(workspace);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { path, title, revision } = history;

  const takeBack = (after: number) =>
    restore.mutate({ path, revision, version: null, expect_revision: after, allow_loss: true }, { onSuccess: () => done(words.takenBack(title)), onError: failed });
  const bring = (moment: Moment, allowLoss = false) =>
    restore.mutate(
      { path, revision: moment.revision, version: moment.version, expect_revision: revision, allow_loss: allowLoss },
      {
        onSuccess: (made) => {
          setRefusal(null);
          // What was lost of rows does not come back with the definition.
          done(words.restored(title), allowLoss ? {} : { undo: () => takeBack(made.revision) });
        },
        onError: (error) => (error instanceof Problem && REFUSED.includes(error.code) ? setRefusal({ problem: error, moment }) : failed(error)),
      },
    );
  return (
    <>
      <ul className={classes['list']} aria-label={words.title}>
        {history.items.map((one) => (
          <li key={`${one.revision ?? 'v'}-${one.version ?? ''}`}>
            <OneHappening workspace={workspace} path={path} happening={one} busy={restore.isPending} onRestore={() => bring(one)} />
          </li>
        ))}
      </ul>
      {history.more && <p className={classes['detail']}>{words.more}</p>}
      {refusal !== null && <NotRestored problem={refusal.problem} busy={restore.isPending} onAnyway={() => bring(refusal.moment, true)} onClose={() => setRefusal(null)} />}
    </>
  );
}

interface OneHappeningProps {
  workspace: string;
  path: string;
  happening: Happening;
  busy: boolean;
  onRestore: () => void;
}

function OneHappening({ workspace, path, happening, busy, onRestore }: OneHappeningProps) {
  const [open, setOpen] = useState(false);
  const { author, created_at: at, message, revision, version, what } = happening;
  const name = version === null ? text.home.overview.revision(revision ?? 0) : text.versions.version(version);
  const toggle = open ? words.hide : words.show;
  return (
    <>
      <div className={classes['head']}>
        <div className={classes['words']}>
          <span className={classes['title']}>{message}</span>
          <span className={classes['detail']}>
            {text.versions.what[what]} · {name} · {text.versions.by(author)} · <When at={at} />
          </span>
        </div>
        <Badge tone={version === null ? 'neutral' : 'blue'}>{version === null ? words.saved : name}</Badge>
        <Button variant="subtle" size="xs" aria-expanded={open} aria-label={`${toggle}: ${name}`} onClick={() => setOpen(!open)}>
          {toggle}
        </Button>
        {what !== 'removed' && (
          <Button size="xs" loading={busy} aria-label={`${words.restore}: ${name}`} onClick={onRestore}>
            {words.restore}
          </Button>
        )}
      </div>
      {open && <ThenOrNow workspace={workspace} path={path} moment={happening} />}
    </>
  );
}

function ThenOrNow({ workspace, path, moment }: { workspace: string; path: string; moment: Moment }) {
  const [withNow, setWithNow] = useState(false);
  const change = useHistoryChange(workspace, path, moment, withNow);
  return (
    <div className={classes['body']}>
      <SegmentedControl size="xs" mb="xs" aria-label={text.versions.changes} value={withNow ? 'now' : 'then'} onChange={(value) => setWithNow(value === 'now')} data={[{ value: 'then', label: words.changedThen }, { value: 'now', label: words.withNow }]} />
      <Loaded query={change}>{(found) => (found.before === found.after ? <p className={classes['detail']}>{words.sameAsNow}</p> : <Difference key={String(withNow)} workspace={workspace} change={found} />)}</Loaded>
    </div>
  );
}

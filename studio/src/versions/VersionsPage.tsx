import { Button } from '@mantine/core';
import { IconArrowRight, IconRocket, IconVersions } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Problem } from '@/api/problem';
import type { Environment } from '@/api/types';
import { baseOf, isDraft, useEnvironments, useVersionChanges, useVersions } from '@/api/versions';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page, Section } from '@/ui/Page';
import { done, failed } from '@/ui/toast';
import { CompareRows } from './CompareRows';
import { DiscardDialog } from './DiscardDialog';
import { DraftChanges } from './DraftChanges';
import { History } from './History';
import { PublishDialog } from './PublishDialog';
import { ScheduledRelease } from './ScheduledRelease';

const words = text.versions;

/** What was published of a workspace, what its draft changes, and the way from the one to the other and back. */
export function VersionsPage() {
  const { workspace = '' } = useParams();
  const environments = useEnvironments(workspace);
  const [publishing, setPublishing] = useState(false);
  if (environments.error instanceof Problem && environments.error.status === 404) return <NotFoundPage />;
  const state = stateOf(environments.data ?? []);
  const action = state.canPublish && (
    <Button variant="filled" leftSection={<IconRocket size={16} stroke={1.75} />} onClick={() => setPublishing(true)}>
      {state.isFirst ? words.publishFirst : words.publish}
    </Button>
  );
  return (
    <Page title={words.title} actions={action}>
      <Loaded query={environments}>{() => (state.isFirst ? <EmptyState icon={IconVersions} title={words.unpublished.title} about={words.unpublished.about} /> : <Published workspace={workspace} draft={state.draft} />)}</Loaded>
      {publishing && <PublishDialog workspace={workspace} isFirst={state.isFirst} expectRevision={state.revision} onClose={() => setPublishing(false)} />}
    </Page>
  );
}

/** What can be published now: the draft, or before the first version what is there. */
function stateOf(environments: Environment[]) {
  const draft = environments.find((one) => one.environment === 'development');
  const production = environments.find((one) => one.environment === 'production');
  const isFirst = production?.version === null;
  const isAhead = draft !== undefined && (draft.changed > 0 || draft.version !== production?.version);
  return { draft, isFirst, canPublish: isFirst || isAhead, revision: (isFirst ? production : draft)?.revision ?? null };
}

function Published({ workspace, draft }: { workspace: string; draft: Environment | undefined }) {
  const versions = useVersions(workspace);
  return (
    <>
      <ScheduledRelease workspace={workspace} />
      {draft === undefined ? <MissingDraft workspace={workspace} /> : <Draft workspace={workspace} draft={draft} />}
      {draft !== undefined && <CompareRows workspace={workspace} draft={draft.name} />}
      <Section title={words.history}>
        <Loaded query={versions}>{(found) => <History workspace={workspace} versions={found} />}</Loaded>
      </Section>
    </>
  );
}

function Draft({ workspace, draft }: { workspace: string; draft: Environment }) {
  const navigate = useNavigate();
  const [discarding, setDiscarding] = useState(false);
  return (
    <Section
      title={words.changes}
      {...(draft.version === null ? {} : { about: words.changesSince(draft.version) })}
      actions={
        <>
          {!isDraft(workspace) && (
            <Button rightSection={<IconArrowRight size={16} stroke={1.75} />} onClick={() => void navigate(`/w/${draft.name}`)}>
              {words.openDraft}
            </Button>
          )}
          <Button onClick={() => setDiscarding(true)}>{words.discard.action}</Button>
        </>
      }
    >
      <DraftChanges workspace={workspace} />
      {discarding && <DiscardDialog workspace={workspace} changed={draft.changed} onClose={() => setDiscarding(false)} />}
    </Section>
  );
}

function MissingDraft({ workspace }: { workspace: string }) {
  const { startDraft } = useVersionChanges(workspace);
  const navigate = useNavigate();
  const begin = () =>
    startDraft.mutate(true, {
      onSuccess: () => {
        void navigate(`/w/${baseOf(workspace)}@development/versions`);
        done(words.missing.began);
      },
      onError: failed,
    });
  const action = (
    <Button variant="filled" loading={startDraft.isPending} onClick={begin}>
      {words.missing.action}
    </Button>
  );
  return <EmptyState icon={IconVersions} title={words.missing.title} about={words.missing.about} action={action} />;
}

import { IconLock, IconPlugOff } from '@tabler/icons-react';
import { useNavigate, useParams } from 'react-router';
import { useConnectors, useConnectSource } from '@/api/sources';
import type { Connector } from '@/api/types';
import { useVariables } from '@/api/variables';
import { isDraft } from '@/api/versions';
import { useWorkspaces } from '@/api/workspaces';
import { ConnectForm } from '@/generate/ConnectForm';
import { useMayChange } from '@/home/useMayDesign';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done } from '@/ui/toast';

const words = text.data.connect;

/** One more data source for a workspace that is there. */
export function NewSourcePage() {
  const { workspace = '' } = useParams();
  const workspaces = useWorkspaces();
  const connectors = useConnectors();
  const changes = useMayChange(workspace);
  return (
    <Page title={words.title} about={words.about}>
      <Loaded query={workspaces}>
        {() => {
          if (!changes) return <EmptyState icon={IconLock} title={words.denied.title} about={words.denied.about} />;
          return <Loaded query={connectors}>{(kinds) => <Connecting workspace={workspace} connectors={kinds} />}</Loaded>;
        }}
      </Loaded>
    </Page>
  );
}

function Connecting({ workspace, connectors }: { workspace: string; connectors: Connector[] }) {
  const connect = useConnectSource(workspace);
  const variables = useVariables(workspace, isDraft(workspace) ? 'development' : 'production');
  const navigate = useNavigate();
  const none = text.generate.connect.noKinds;
  if (connectors.length === 0) return <EmptyState icon={IconPlugOff} title={none.title} about={none.about} />;
  return (
    <>
      {connect.error !== null && <ProblemBanner error={connect.error} title={words.failed} />}
      <ConnectForm
        connectors={connectors}
        within={{ workspace, variables: variables.data?.filter((one) => one.is_here), label: words.submit, busy: connect.isPending }}
        onDone={(connection) =>
          connect.mutate(connection, {
            onSuccess: (source) => {
              void navigate(`/w/${workspace}/data/${source.name}`);
              done(words.connected(source.title));
            },
          })
        }
      />
    </>
  );
}

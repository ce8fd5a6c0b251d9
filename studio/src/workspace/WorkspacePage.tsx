import { useParams } from 'react-router';
import { useSources } from '@/api/sources';
import { useApps, useRevisions, useWorkspace } from '@/api/workspaces';
import { SourceCard } from '@/data/SourceCard';
import cards from '@/data/SourceCard.module.css';
import { useMayDesign } from '@/home/useMayDesign';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { TourOffer } from '@/tour/TourOffer';
import { Problem } from '@/api/problem';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page, Section } from '@/ui/Page';
import { AppList } from './AppList';
import { ChangeList } from './ChangeList';

const words = text.home.overview;

/** A workspace at a glance: its apps, its data sources, what changed lately. */
export function WorkspacePage() {
  const { workspace = '' } = useParams();
  const here = useWorkspace(workspace);
  const apps = useApps(workspace);
  const sources = useSources(workspace);
  const designs = useMayDesign(workspace);
  const revisions = useRevisions(workspace, designs);
  if (here.error instanceof Problem && here.error.status === 404) return <NotFoundPage />;
  const about = here.data?.description ?? undefined;
  return (
    <Page title={here.data?.title ?? workspace} {...(about === undefined ? {} : { about })}>
      <TourOffer />
      <Section title={words.appsTitle}>
        <Loaded query={apps}>{(all) => (all.length === 0 ? <EmptyState title={words.appsEmpty} /> : <AppList apps={all} />)}</Loaded>
      </Section>
      <Section title={words.sourcesTitle}>
        <Loaded query={sources}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState title={words.sourcesEmpty} />
            ) : (
              <div className={cards['list']}>
                {all.map((source) => (
                  <SourceCard key={source.name} workspace={workspace} source={source} mayDescribe={designs} />
                ))}
              </div>
            )
          }
        </Loaded>
      </Section>
      {designs && (
        <Section title={words.changesTitle}>
          <Loaded query={revisions}>{(all) => (all.length === 0 ? <EmptyState title={words.changesEmpty} /> : <ChangeList revisions={all} />)}</Loaded>
        </Section>
      )}
    </Page>
  );
}

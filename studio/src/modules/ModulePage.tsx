import { useMemo } from 'react';
import { useParams } from 'react-router';
import { Problem } from '@/api/problem';
import { useApps } from '@/api/workspaces';
import { DesignedPage } from '@/designer/DesignerPage';
import { moduleSubject } from '@/designer/subject';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { Loaded } from '@/ui/Loaded';
import { PageSkeleton } from '@/ui/PageSkeleton';

/** One module, built by looking at it: in the look of the first app, with values of its settings to try it with. */
export function ModulePage() {
  const { workspace = '' } = useParams();
  const apps = useApps(workspace);
  if (apps.error instanceof Problem && apps.error.status === 404) return <NotFoundPage />;
  return (
    <Loaded query={apps} skeleton={<PageSkeleton />}>
      {(all) => <Designed app={all[0]?.name ?? ''} />}
    </Loaded>
  );
}

function Designed({ app }: { app: string }) {
  const { workspace = '', module = '' } = useParams();
  const subject = useMemo(() => moduleSubject(workspace, module, app), [workspace, module, app]);
  return <DesignedPage subject={subject} />;
}

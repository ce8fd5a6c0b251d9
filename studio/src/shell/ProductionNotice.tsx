import { IconLock } from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import { useWorkspaces } from '@/api/workspaces';
import { text } from '@/text';
import classes from './OfflineNotice.module.css';

const words = text.versions;

/** A line under the bar where somebody who designs looks at what was published: it is changed in the draft. */
export function ProductionNotice({ workspace }: { workspace: string | undefined }) {
  const found = useWorkspaces().data?.find((item) => item.name === workspace);
  const { pathname } = useLocation();
  if (workspace === undefined || !found?.can_design || found.version === null) return null;
  const rest = pathname.split('/').slice(3).join('/');
  const to = found.draft === null ? `/w/${workspace}/versions` : `/w/${found.draft}${rest === '' ? '' : `/${rest}`}`;
  return (
    <aside className={classes['notice']} aria-label={words.environment}>
      <IconLock size={16} stroke={1.75} aria-hidden />
      <span>
        {words.inProduction} <Link to={to}>{found.draft === null ? words.missing.action : words.toDraft}</Link>
      </span>
    </aside>
  );
}

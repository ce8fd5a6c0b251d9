import { IconLock } from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import { useWorkspaces } from '@/api/workspaces';
import { text } from '@/text';
import classes from './OfflineNotice.module.css';

const words = text.versions;

/** A line under the bar where somebody who designs looks at what was published: it is changed in the draft. */
export function ProductionNotice({ workspace }: { workspace: string | undefined }) {
  const draft = useWorkspaces().data?.find((item) => item.name === workspace)?.draft;
  const { pathname } = useLocation();
  if (draft === null || draft === undefined) return null;
  const rest = pathname.split('/').slice(3).join('/');
  return (
    <aside className={classes['notice']} aria-label={words.environment}>
      <IconLock size={16} stroke={1.75} aria-hidden />
      <span>
        {words.inProduction} <Link to={`/w/${draft}${rest === '' ? '' : `/${rest}`}`}>{words.toDraft}</Link>
      </span>
    </aside>
  );
}

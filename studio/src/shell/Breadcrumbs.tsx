import { IconChevronRight } from '@tabler/icons-react';
import { Link, useMatches } from 'react-router';
import { text } from '@/text';
import classes from './Breadcrumbs.module.css';
import { WorkspaceSwitch } from './WorkspaceSwitch';

/** What a route says about its page: the word that stands in the breadcrumbs. */
export interface Crumb {
  crumb?: string;
}

function crumbOf(handle: unknown): string | undefined {
  return typeof handle === 'object' && handle !== null && 'crumb' in handle ? String(handle.crumb) : undefined;
}

/** The way from the start page to here. The workspace in it is also the switch between workspaces. */
export function Breadcrumbs({ workspace }: { workspace: string | undefined }) {
  const places = useMatches().flatMap((match) => {
    const crumb = crumbOf(match.handle);
    return crumb === undefined ? [] : [{ crumb, to: match.pathname }];
  });
  return (
    <nav aria-label={text.shell.breadcrumbs} className={classes['crumbs']}>
      <ol>
        <li>
          <WorkspaceSwitch workspace={workspace} />
        </li>
        {places.map(({ crumb, to }, index) => (
          <li key={to}>
            <IconChevronRight size={14} stroke={1.75} aria-hidden />
            {index === places.length - 1 ? (
              <span aria-current="page">{crumb}</span>
            ) : (
              <Link to={to}>{crumb}</Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

import { IconChevronRight } from '@tabler/icons-react';
import { Link, useMatches } from 'react-router';
import { labelOf } from '@/schema/labels';
import { text } from '@/text';
import classes from './Breadcrumbs.module.css';
import { EnvironmentSwitch } from './EnvironmentSwitch';
import { WorkspaceSwitch } from './WorkspaceSwitch';

/** What a route says about its page: the word that stands in the breadcrumbs, or the parameter that names it. */
export interface Crumb {
  crumb?: string;
  param?: string;
}

function crumbOf(handle: unknown, params: Record<string, string | undefined>): string | undefined {
  if (typeof handle !== 'object' || handle === null) return undefined;
  const { crumb, param } = handle as Crumb;
  return crumb ?? (param === undefined ? undefined : labelOf(params[param] ?? '', undefined));
}

/** The way from the start page to here. The workspace in it is also the switch between workspaces. */
export function Breadcrumbs({ workspace }: { workspace: string | undefined }) {
  const places = useMatches().flatMap((match) => {
    const crumb = crumbOf(match.handle, match.params);
    return crumb === undefined ? [] : [{ crumb, to: match.pathname }];
  });
  return (
    <nav aria-label={text.shell.breadcrumbs} className={classes['crumbs']}>
      <ol>
        <li>
          <WorkspaceSwitch workspace={workspace} />
          {workspace !== undefined && <EnvironmentSwitch workspace={workspace} />}
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

import { Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconApps, IconComponents,
  IconDatabase,
  IconHome,
  IconLayoutDashboard,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconShieldLock,
  IconSql,
  IconUsers,
  IconVariable,
  IconVersions,
  type Icon,
} from '@tabler/icons-react';
import { Link, NavLink } from 'react-router';
import { useMe } from '@/api/me';
import { useMayDesign } from '@/home/useMayDesign';
import { text } from '@/text';
import { Logo } from '@/ui/Logo';
import classes from './Rail.module.css';
import type { RailState } from './useRail';

/** The id of the navigation. */
export const NAVIGATION = 'navigation';

interface RailProps {
  workspace: string | undefined;
  rail: RailState;
}

interface Place {
  to: string;
  label: string;
  icon: Icon;
  end?: boolean;
}

/** The left rail: where one can go. Only places that exist and are allowed are shown. */
export function Rail({ workspace, rail }: RailProps) {
  const me = useMe();
  const here = usePlaces(workspace);
  const installation: Place[] = me.data?.is_admin ? [{ to: '/users', label: text.shell.users, icon: IconUsers }] : [];
  const names = rail.expanded || rail.open;
  return (
    <nav id={NAVIGATION} className={classes['rail']} aria-label={text.shell.navigation} data-names={names || undefined} data-open={rail.open || undefined}>
      <Link to="/" className={classes['brand']} aria-label={`${text.product}, ${text.shell.home}`}>
        <Logo size={24} />
        {names && <span>{text.product}</span>}
      </Link>
      <Places places={[{ to: '/', label: text.shell.home, icon: IconHome, end: true }]} names={names} />
      {here.length > 0 && <hr className={classes['line']} />}
      <Places places={here} names={names} />
      <span className={classes['space']} />
      <Places places={installation} names={names} />
      <RailToggle rail={rail} />
    </nav>
  );
}

/** The places of a workspace; only who designs it has more than one. */
function usePlaces(workspace: string | undefined): Place[] {
  const designs = useMayDesign(workspace);
  if (workspace === undefined) return [];
  const all: Place[] = [
    { to: `/w/${workspace}`, label: text.shell.overview, icon: IconLayoutDashboard, end: true },
    { to: `/w/${workspace}/data`, label: text.shell.data, icon: IconDatabase },
    { to: `/w/${workspace}/queries`, label: text.queries.title, icon: IconSql },
    { to: `/w/${workspace}/apps`, label: text.shell.apps, icon: IconApps },
    { to: `/w/${workspace}/modules`, label: text.modules.title, icon: IconComponents },
    { to: `/w/${workspace}/access`, label: text.shell.access, icon: IconShieldLock },
    { to: `/w/${workspace}/variables`, label: text.variables.title, icon: IconVariable },
    { to: `/w/${workspace}/versions`, label: text.versions.title, icon: IconVersions },
  ];
  return designs ? all : all.slice(0, 1);
}

function RailToggle({ rail }: { rail: RailState }) {
  const ToggleIcon = rail.expanded ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand;
  const label = rail.expanded ? text.shell.collapse : text.shell.expand;
  return (
    <Tooltip label={label} position="right" disabled={rail.expanded}>
      <UnstyledButton className={`${classes['place'] ?? ''} ${classes['toggle'] ?? ''}`} onClick={rail.toggle} aria-label={label} aria-expanded={rail.expanded}>
        <ToggleIcon size={20} stroke={1.75} aria-hidden />
        {rail.expanded && <span>{label}</span>}
      </UnstyledButton>
    </Tooltip>
  );
}

function Places({ places, names }: { places: Place[]; names: boolean }) {
  return places.map(({ to, label, icon: PlaceIcon, end }) => (
    <Tooltip key={to} label={label} position="right" disabled={names}>
      <NavLink to={to} end={end ?? false} className={classes['place'] ?? ''} aria-label={label}>
        <PlaceIcon size={20} stroke={1.75} aria-hidden />
        {names && <span>{label}</span>}
      </NavLink>
    </Tooltip>
  ));
}

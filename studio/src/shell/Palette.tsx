import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconAppWindow, IconArrowRight, IconDatabase, IconFile, IconFileSearch, IconKeyboard, IconPlus, IconRoute, IconSearch, IconStack2, IconTable, IconUser, type Icon } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useMe } from '@/api/me';
import { useSources } from '@/api/sources';
import { useTables } from '@/api/tables';
import { useUsers } from '@/api/users';
import { useApps, useWorkspaces } from '@/api/workspaces';
import { text } from '@/text';
import { useTour } from '@/tour/useTour';
import { matches } from '@/ui/matches';
import classes from './Palette.module.css';
import { findItems, paletteItems, type PaletteGroup, type PaletteItem } from './paletteItems';
import { useDefinitionsFound } from './useDefinitionsFound';

const icons: Record<PaletteGroup, Icon> = {
  actions: IconPlus,
  pages: IconFile,
  apps: IconAppWindow,
  workspaces: IconStack2,
  sources: IconDatabase,
  tables: IconTable,
  people: IconUser,
  definitions: IconFileSearch,
};

interface PaletteProps {
  workspace: string | undefined;
  onHelp: () => void;
}

/** Ctrl/Cmd-K: everything there is, by name. Lists are read only once it has been opened. */
export function Palette({ workspace, onHelp }: PaletteProps) {
  const [query, setQuery] = useState('');
  const [used, setUsed] = useState(false);
  const navigate = useNavigate();
  const groups = usePaletteGroups(workspace, query, used);
  const tour = useTour();
  const showsTour = tour !== null && matches(query, text.tour.show);
  const choose = (item: PaletteItem) => {
    spotlight.close();
    if (item.leaves) window.location.assign(item.to);
    else void navigate(item.to);
  };
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setUsed(true)}
      shortcut="mod + K"
      tagsToIgnore={[]}
      scrollable
      maxHeight={420}
      overlayProps={{ blur: 0, className: classes['overlay'] ?? '' }}
      attributes={{ content: { 'aria-label': text.shell.search } }}
      classNames={{ content: classes['content'] ?? '', search: classes['search'] ?? '', actionsGroup: classes['group'] ?? '' }}
    >
      <Spotlight.Search placeholder={text.shell.palette.placeholder} leftSection={<IconSearch size={20} stroke={1.75} />} aria-label={text.shell.palette.placeholder} />
      <Spotlight.ActionsList>
        {groups.map(([group, items]) => (
          <Spotlight.ActionsGroup key={group} label={text.shell.palette[group]}>
            {items.map((item) => (
              <PaletteAction key={item.id} item={item} onChoose={() => choose(item)} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {query === '' && <Spotlight.Action label={text.shell.keyboard} leftSection={<IconKeyboard size={16} stroke={1.75} />} onClick={onHelp} />}
        {showsTour && <Spotlight.Action label={text.tour.show} leftSection={<IconRoute size={16} stroke={1.75} />} onClick={tour.start} />}
        {groups.length === 0 && !showsTour && <Spotlight.Empty>{text.shell.palette.nothing(query)}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function PaletteAction({ item, onChoose }: { item: PaletteItem; onChoose: () => void }) {
  const ItemIcon = icons[item.group];
  return (
    <Spotlight.Action onClick={onChoose} closeSpotlightOnTrigger>
      <span className={classes['action']}>
        <ItemIcon size={16} stroke={1.75} aria-hidden />
        <span className={classes['label']}>{item.label}</span>
        {item.detail !== undefined && <span className={classes['detail']}>{item.detail}</span>}
        {item.leaves && <IconArrowRight size={16} stroke={1.75} aria-label={text.shell.palette.openApp} />}
      </span>
    </Spotlight.Action>
  );
}

function usePaletteGroups(workspace: string | undefined, query: string, used: boolean): [PaletteGroup, PaletteItem[]][] {
  const me = useMe().data;
  const here = workspace ?? '';
  const enabled = used && here !== '';
  const { data: workspaces = [] } = useWorkspaces();
  const { data: apps = [] } = useApps(here, enabled);
  const { data: sources = [] } = useSources(here, enabled);
  const { data: tables = [] } = useTables(here, enabled);
  const { data: users = [] } = useUsers(used && Boolean(me?.is_admin));
  const found = useDefinitionsFound(workspace, query.trim(), used);
  if (!me) return [];
  const named = findItems(paletteItems({ me, workspace, workspaces, apps, sources, tables, users }), query.trim());
  return found.length === 0 ? named : [...named, ['definitions', found]];
}

import { ActionIcon, Select, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import type { RefObject } from 'react';
import type { Role, ScreenSummary } from '@/api/types';
import type { Json, NodeDefinition, Path } from '@/designer/document/types';
import type { Designer } from '@/designer/useDesigner';
import { text } from '@/text';
import classes from './Navigation.module.css';
import { GROUP } from './navigationDoc';

const words = text.apps.navigation;
const ADDRESS = ':address';
const said = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

interface ItemSettingsProps {
  designer: Designer;
  path: Path;
  node: NodeDefinition;
  screens: ScreenSummary[];
  roles: Role[];
  label: RefObject<HTMLInputElement | null>;
}

/** What one item of the navigation says and where it leads. */
export function ItemSettings({ designer, path, node, screens, roles, label }: ItemSettingsProps) {
  const set = (key: string, value: string) => designer.change([...path, key], value === '' ? undefined : value);
  const isGroup = node.kind === GROUP;
  return (
    <div className={classes['fields']}>
      <header className={classes['head']}>
        <h2>{isGroup ? words.group : words.link}</h2>
        <Act label={words.up} icon={IconArrowUp} onPress={() => designer.nudge([path], 'up')} />
        <Act label={words.down} icon={IconArrowDown} onPress={() => designer.nudge([path], 'down')} />
        <Act label={words.remove} icon={IconTrash} onPress={() => designer.remove([path])} />
      </header>
      <TextInput ref={label} label={words.label} value={said(node['label'])} placeholder={isGroup ? words.newGroup : words.newLink} autoComplete="off" onChange={(event) => set('label', event.currentTarget.value)} />
      {!isGroup && <Target designer={designer} path={path} node={node} screens={screens} />}
      <TextInput label={words.icon} description={words.iconHelp} value={said(node['icon'])} spellCheck={false} autoComplete="off" onChange={(event) => set('icon', event.currentTarget.value)} />
      <Select label={words.access} description={isGroup ? null : words.accessHelp} placeholder={words.everybody} clearable data={roles.map((role) => ({ value: role.name, label: role.title }))} value={said(node['access']) || null} onChange={(role) => set('access', role ?? '')} />
      {isGroup && node['content'] === undefined && <p className={classes['hint']}>{words.emptyGroup}</p>}
    </div>
  );
}

/** A screen of the app, or any other address. */
function Target({ designer, path, node, screens }: Pick<ItemSettingsProps, 'designer' | 'path' | 'node' | 'screens'>) {
  const isAddress = node['to'] !== undefined;
  const screen = said(node['screen']);
  const able = screens.filter((one) => one.name === screen || !one.path.includes('{')).map((one) => ({ value: one.name, label: one.title }));
  const lead = (key: 'screen' | 'to', value: string) => {
    const kept = Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'screen' && name !== 'to'));
    designer.change(path, { ...kept, [key]: value });
  };
  return (
    <>
      <Select
        label={words.leadsTo}
        data={[{ value: ADDRESS, label: words.address }, ...able]}
        value={isAddress ? ADDRESS : screen || null}
        error={!isAddress && screen === '' ? words.nowhere : null}
        searchable={able.length > 8}
        allowDeselect={false}
        onChange={(next) => lead(next === ADDRESS ? 'to' : 'screen', next === ADDRESS ? '' : (next ?? ''))}
      />
      {isAddress && <TextInput label={words.addressField} description={words.addressHelp} value={said(node['to'])} error={said(node['to']) === '' ? words.nowhere : null} spellCheck={false} autoComplete="off" onChange={(event) => designer.change([...path, 'to'], event.currentTarget.value)} />}
    </>
  );
}

function Act({ label, icon: ActIcon, onPress }: { label: string; icon: typeof IconTrash; onPress: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onPress}>
        <ActIcon size={16} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}

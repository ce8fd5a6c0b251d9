import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState } from 'react';
import type { ComponentKind } from '@/api/types';
import { labelOf } from '@/schema/labels';
import { text } from '@/text';
import { matches } from '@/ui/matches';
import { isOffered, MODULES } from '../moduleKinds';
import { KindIcon } from '../tree/KindIcon';
import type { Designer } from '../useDesigner';
import classes from './Palette.module.css';

const words = text.designer.palette;
const ORDER = [MODULES, 'layout', 'text', 'data', 'form', 'actions', 'charts', 'media', 'advanced'];

/** The kinds that fit; those whose title begins with what is looked for come first. */
function findKinds(kinds: ComponentKind[], query: string): ComponentKind[] {
  const begins = (kind: ComponentKind) => kind.title.toLowerCase().startsWith(query.trim().toLowerCase());
  return kinds
    .filter((kind) => matches(query, kind.title, kind.kind, kind.description))
    .sort((one, other) => Number(begins(other)) - Number(begins(one)) || one.title.length - other.title.length);
}

/** Every kind of component there is, in groups; a press puts one at the selection, a drag anywhere. */
export const Palette = memo(function Palette({ designer }: { designer: Designer }) {
  const [query, setQuery] = useState('');
  const found = findKinds([...designer.kinds.values()].filter(isOffered), query);
  const groups = [...new Set([...ORDER, ...found.map((kind) => kind.group)])].map((group): [string, ComponentKind[]] => [group, found.filter((kind) => kind.group === group)]);
  return (
    <div className={classes['palette']}>
      <TextInput
        className={classes['search'] ?? ''}
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={16} stroke={1.75} />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key === 'Escape') setQuery('');
          if (event.key === 'Enter' && query !== '' && first !== undefined) designer.insert(first);
        }}
      />
      {found.length === 0 && <p className={classes['nothing']}>{text.list.nothing(query)}</p>}
      {groups
        .filter(([, kinds]) => kinds.length > 0)
        .map(([group, kinds]) => (
          <section key={group} aria-label={words.groups[group] ?? labelOf(group, undefined)}>
            <h2 className={classes['group']}>{words.groups[group] ?? labelOf(group, undefined)}</h2>
            <ul className={classes['kinds']}>
              {kinds.map((kind) => (
                <li key={kind.kind}>
                  <KindButton kind={kind} onInsert={() => designer.insert(kind)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
});

function KindButton({ kind, onInsert }: { kind: ComponentKind; onInsert: () => void }) {
  const element = useRef<HTMLButtonElement>(null);
  const name = kind.kind;
  useEffect(() => (element.current === null ? undefined : draggable({ element: element.current, getInitialData: () => ({ kind: name }) })), [name]);
  return (
    <UnstyledButton ref={element} className={classes['kind'] ?? ''} title={kind.description} onClick={onInsert}>
      <KindIcon paths={kind.icon_paths} size={20} />
      <span>{kind.title}</span>
    </UnstyledButton>
  );
}

import { TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { ColumnKind } from '@/api/types';
import { KindIcon } from '@/designer/tree/KindIcon';
import { labelOf } from '@/schema/labels';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { matches } from '@/ui/matches';
import classes from './KindGallery.module.css';

const words = text.tables.gallery;
const ORDER = ['text', 'number', 'time', 'choice', 'people', 'relation', 'file', 'computed', 'system'];

interface KindGalleryProps {
  title: string;
  kinds: readonly ColumnKind[];
  onChoose: (kind: ColumnKind) => void;
  onClose: () => void;
}

/** Every kind of column there is, in groups, with a search; Enter takes the first that fits. */
export function KindGallery({ title, kinds, onChoose, onClose }: KindGalleryProps) {
  const [query, setQuery] = useState('');
  const begins = (kind: ColumnKind) => kind.title.toLowerCase().startsWith(query.trim().toLowerCase());
  const found = kinds.filter((kind) => matches(query, kind.title, kind.kind, kind.description)).sort((one, other) => query === '' ? 0 : Number(begins(other)) - Number(begins(one)) || one.title.length - other.title.length);
  const groups = [...new Set([...ORDER, ...found.map((kind) => kind.group)])].map((group): [string, ColumnKind[]] => [group, found.filter((kind) => kind.group === group)]);
  return (
    <Dialog title={title} opened onClose={onClose} size={760}>
      <div className={classes['gallery']}>
        <TextInput
          data-autofocus
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={16} stroke={1.75} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key === 'Enter' && query !== '' && first !== undefined) onChoose(first);
          }}
        />
        {found.length === 0 && <p className={classes['nothing']}>{text.list.nothing(query)}</p>}
        {groups
          .filter(([, all]) => all.length > 0)
          .map(([group, all]) => (
            <section key={group} aria-label={words.groups[group] ?? labelOf(group, undefined)}>
              <h3 className={classes['group']}>{words.groups[group] ?? labelOf(group, undefined)}</h3>
              <ul className={classes['kinds']}>
                {all.map((kind) => (
                  <li key={kind.kind}>
                    <UnstyledButton className={classes['kind'] ?? ''} onClick={() => onChoose(kind)}>
                      <KindIcon paths={kind.icon_paths} size={20} />
                      <span className={classes['words']}>
                        <span className={classes['title']}>{kind.title}</span>
                        <span className={classes['about']}>{kind.description}</span>
                      </span>
                    </UnstyledButton>
                  </li>
                ))}
              </ul>
            </section>
          ))}
      </div>
    </Dialog>
  );
}

import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { DefinitionChange } from '@/api/types';
import { text } from '@/text';
import { Badge, type Tone } from '@/ui/Badge';
import { historyPath } from './historyPath';
import { lineDifference } from './lineDifference';
import { ScreenPictures } from './ScreenPictures';
import classes from './ChangedDefinitions.module.css';

const words = text.versions;
const DRAWN = new Set<string | null>(['screen', 'module']);
const tones: Record<DefinitionChange['what'], Tone> = { added: 'green', removed: 'red', changed: 'blue', moved: 'neutral' };

/** Definitions that differ; each opens to what differs in it, in words and as YAML. */
export function ChangedDefinitions({ workspace, changes }: { workspace: string; changes: DefinitionChange[] }) {
  return (
    <ul className={classes['list']}>
      {changes.map((change) => (
        <li key={change.path}>
          <OneChange workspace={workspace} change={change} />
        </li>
      ))}
    </ul>
  );
}

function OneChange({ workspace, change }: { workspace: string; change: DefinitionChange }) {
  const [open, setOpen] = useState(false);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <>
      <UnstyledButton className={classes['head']} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={16} stroke={1.75} aria-hidden />
        <span className={classes['title']}>{change.title}</span>
        <span className={classes['kind']}>{words.kind[change.kind ?? ''] ?? words.file}</span>
        <Badge tone={tones[change.what]}>{words.what[change.what]}</Badge>
        <code className={classes['path']}>{change.path}</code>
      </UnstyledButton>
      {open && (
        <>
          <Difference workspace={workspace} change={change} />
          {change.kind !== null && (
            <p className={classes['more']}>
              <Link to={historyPath(workspace, change.path)}>{text.history.of(change.title)}</Link>
            </p>
          )}
        </>
      )}
    </>
  );
}

type Way = 'words' | 'text' | 'pictures';

/** What differs in one definition: in words, as YAML and, of a screen, as pictures. */
export function Difference({ workspace, change }: { workspace: string; change: DefinitionChange }) {
  const ways: Way[] = [...(change.details.length > 0 ? (['words'] as const) : []), 'text', ...(DRAWN.has(change.kind) ? (['pictures'] as const) : [])];
  const [way, setWay] = useState<Way>(ways[0] ?? 'text');
  return (
    <div className={classes['body']}>
      {ways.length > 1 && (
        <div className={classes['ways']}>
          {ways.map((one) => (
            <UnstyledButton key={one} className={classes['switch']} aria-pressed={one === way} onClick={() => setWay(one)}>
              {words.ways[one]}
            </UnstyledButton>
          ))}
        </div>
      )}
      {way === 'words' && <Details change={change} />}
      {way === 'text' && <Lines before={change.before} after={change.after} path={change.path} />}
      {way === 'pictures' && <ScreenPictures workspace={workspace} change={change} />}
    </div>
  );
}

function Details({ change }: { change: DefinitionChange }) {
  return (
    <ul className={classes['details']}>
      {change.details.map((detail, index) => (
        <li key={index}>{detail.text}</li>
      ))}
      {change.more > 0 && <li>{words.more(change.more)}</li>}
    </ul>
  );
}

function Lines({ before, after, path }: { before: string | null; after: string | null; path: string }) {
  return (
    <pre className={classes['lines']} role="group" tabIndex={0} aria-label={path}>
      {lineDifference(before ?? '', after ?? '').map(({ mark, line }, index) => (
        <span key={index} data-mark={mark}>
          {mark === 'same' ? '  ' : mark === 'added' ? '+ ' : '− '}
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

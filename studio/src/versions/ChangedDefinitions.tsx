import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { DefinitionChange } from '@/api/types';
import { text } from '@/text';
import { Badge, type Tone } from '@/ui/Badge';
import { lineDifference } from './lineDifference';
import classes from './ChangedDefinitions.module.css';

const words = text.versions;
const tones: Record<DefinitionChange['what'], Tone> = { added: 'green', removed: 'red', changed: 'blue', moved: 'neutral' };

/** Definitions that differ; each opens to what differs in it, in words and as YAML. */
export function ChangedDefinitions({ changes }: { changes: DefinitionChange[] }) {
  return (
    <ul className={classes['list']}>
      {changes.map((change) => (
        <li key={change.path}>
          <OneChange change={change} />
        </li>
      ))}
    </ul>
  );
}

function OneChange({ change }: { change: DefinitionChange }) {
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
      {open && <Difference change={change} />}
    </>
  );
}

function Difference({ change }: { change: DefinitionChange }) {
  const [asText, setAsText] = useState(change.details.length === 0);
  return (
    <div className={classes['body']}>
      {change.details.length > 0 && (
        <UnstyledButton className={classes['switch']} onClick={() => setAsText(!asText)}>
          {asText ? words.asWords : words.asText}
        </UnstyledButton>
      )}
      {asText ? <Lines before={change.before} after={change.after} path={change.path} /> : <Details change={change} />}
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

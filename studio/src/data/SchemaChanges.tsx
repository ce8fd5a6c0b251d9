import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SchemaChange, SchemaDifference } from '@/api/types';
import { text } from '@/text';
import { Badge, type Tone } from '@/ui/Badge';
import classes from './SchemaChanges.module.css';

const words = text.data.described;

interface SchemaChangesProps {
  difference: SchemaDifference;
  onClose: () => void;
  /** What can be done about it. */
  action?: ReactNode;
  className?: string | undefined;
}

/** What reading a schema again brought: new, gone and changed tables. */
export function SchemaChanges({ difference, onClose, action, className }: SchemaChangesProps) {
  const { added, removed, changed } = difference;
  const summary = words.summary(added.length, removed.length, changed.length);
  return (
    <div className={[classes['changes'], className].filter(Boolean).join(' ')} role="status">
      <div className={classes['head']}>
        <strong>{words.title}</strong>
        <span>{summary === '' ? words.same : summary}</span>
        <CloseButton size="sm" onClick={onClose} aria-label={text.actions.dismiss} />
      </div>
      {summary !== '' && (
        <ul className={classes['list']}>
          <Changes tone="green" label={words.added} items={added} />
          <Changes tone="red" label={words.removed} items={removed} />
          <Changes tone="amber" label={words.changed} items={changed} />
        </ul>
      )}
      {removed.length > 0 && <p>{words.next}</p>}
      {difference.kept.length > 0 && <p>{text.data.edit.kept(difference.kept.join(', '))}</p>}
      {action}
    </div>
  );
}

function Changes({ tone, label, items }: { tone: Tone; label: string; items: SchemaChange[] }) {
  return items.map((item) => (
    <li key={item.ref}>
      <Badge tone={tone}>{label}</Badge>
      <span>
        {item.title} <code>{item.ref}</code>
        {item.changes.length > 0 && <span className={classes['detail']}>{item.changes.join('; ')}</span>}
      </span>
    </li>
  ));
}

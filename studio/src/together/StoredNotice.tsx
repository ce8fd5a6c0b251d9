import { Button } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import type { DefinitionEditor } from '@/api/types';
import { text } from '@/text';
import classes from '@/ui/drafts/OtherTabs.module.css';
import { When } from '@/ui/When';

const words = text.together.stored;

interface StoredNoticeProps {
  stored: NonNullable<DefinitionEditor['stored']>;
  changed: boolean;
  joins: boolean;
  framed: boolean;
}

/** Somebody else has stored what one has open: who, when, and what comes of it when one saves. */
export function StoredNotice({ stored, changed, joins, framed }: StoredNoticeProps) {
  const who = stored.by ?? text.comments.somebody;
  const what = stored.is_gone ? words.deleted(who) : words.changed(who);
  return (
    <aside className={classes['notice']} data-framed={framed || undefined} aria-label={what}>
      <IconGitMerge size={16} stroke={1.75} aria-hidden />
      <span role="status">
        {what} <When at={stored.at} />. {whatNext(stored.is_gone, changed, joins)}
      </span>
      {!changed && !stored.is_gone && (
        <Button size="compact-sm" onClick={() => window.location.reload()}>
          {words.show}
        </Button>
      )}
    </aside>
  );
}

function whatNext(isGone: boolean, changed: boolean, joins: boolean): string {
  if (isGone) return words.anew;
  if (!changed) return words.unseen;
  return joins ? words.joined : words.asked;
}

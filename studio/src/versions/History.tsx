import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Version, Versions } from '@/api/types';
import { useChanges } from '@/api/versions';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { Loaded } from '@/ui/Loaded';
import { When } from '@/ui/When';
import { ChangedDefinitions } from './ChangedDefinitions';
import classes from './History.module.css';
import { RollBackDialog } from './RollBackDialog';

const words = text.versions;

/** Every version, the last first: what it changed, and the way back to it. */
export function History({ workspace, versions }: { workspace: string; versions: Versions }) {
  const [wanted, setWanted] = useState<Version>();
  return (
    <>
      <ul className={classes['list']}>
        {versions.items.map((version) => (
          <li key={version.number}>
            <OneVersion workspace={workspace} version={version} served={versions.served ?? 0} onWanted={() => setWanted(version)} />
          </li>
        ))}
      </ul>
      {wanted !== undefined && <RollBackDialog workspace={workspace} version={wanted} onClose={() => setWanted(undefined)} />}
    </>
  );
}

function OneVersion({ workspace, version, served, onWanted }: { workspace: string; version: Version; served: number; onWanted: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className={classes['head']}>
        <div className={classes['words']}>
          <span className={classes['title']}>{version.message}</span>
          <span className={classes['detail']}>
            {words.version(version.number)} · {words.by(version.author)} · <When at={version.created_at} />
          </span>
        </div>
        {version.number === served && <Badge tone="green">{words.served}</Badge>}
        <Button variant="subtle" size="xs" aria-expanded={open} aria-label={`${open ? words.hide : words.show}: ${words.version(version.number)}`} onClick={() => setOpen(!open)}>
          {open ? words.hide : words.show}
        </Button>
        {version.number !== served && (
          <Button size="xs" onClick={onWanted}>
            {version.number < served ? words.rollBack : words.rollForward}
          </Button>
        )}
      </div>
      {open && <div className={classes['body']}>{version.number === 1 ? <p className={classes['detail']}>{words.first}</p> : <ChangesOf workspace={workspace} number={version.number} />}</div>}
    </>
  );
}

function ChangesOf({ workspace, number }: { workspace: string; number: number }) {
  const changes = useChanges(workspace, { before: number - 1, after: number });
  return <Loaded query={changes}>{(all) => <ChangedDefinitions workspace={workspace} changes={all} />}</Loaded>;
}

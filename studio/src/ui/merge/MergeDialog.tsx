import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { labelOf } from '@/schema/labels';
import { text } from '@/text';
import { Dialog } from '../Dialog';
import form from '../Form.module.css';
import { clashKey, type Clash } from './mergeChanges';
import classes from './MergeDialog.module.css';

const words = text.merge;

interface MergeDialogProps {
  title: string;
  clashes: Clash[];
  /** What deciding is called, where it does not save at once. */
  action?: string;
  /** What a property is called; by its keys when not said. */
  nameOf?: (path: readonly string[]) => string;
  /** The keys of the clashes in which theirs is taken. */
  onDecided: (chosen: ReadonlySet<string>) => void;
  onLater: () => void;
}

const byKeys = (path: readonly string[]): string => path.map((key) => labelOf(key, undefined)).join(' › ');

/** Two people changed the same properties of one thing: each is decided on its own, and until then nothing is changed. */
export function MergeDialog({ title, clashes, action = words.save, nameOf = byKeys, onDecided, onLater }: MergeDialogProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (key: string, whose: string) => setChosen((was) => new Set(whose === 'theirs' ? [...was, key] : [...was].filter((one) => one !== key)));
  return (
    <Dialog title={title} opened onClose={onLater} size={640}>
      <div className={form['form']}>
        <p className={form['about']}>{words.about}</p>
        <div className={classes['list']}>
          {clashes.map((clash) => {
            const key = clashKey(clash);
            return (
              <Radio.Group key={key} label={nameOf(clash.path)} value={chosen.has(key) ? 'theirs' : 'mine'} onChange={(whose) => choose(key, whose)}>
                <div className={classes['sides']}>
                  <Radio value="mine" label={<Side whose={words.mine} value={clash.mine} />} />
                  <Radio value="theirs" label={<Side whose={words.theirs} value={clash.theirs} />} />
                </div>
              </Radio.Group>
            );
          })}
        </div>
        <div className={form['buttons']}>
          <Button variant="filled" onClick={() => onDecided(chosen)}>
            {action}
          </Button>
          <Button onClick={onLater}>{words.later}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Side({ whose, value }: { whose: string; value: unknown }) {
  return (
    <>
      <span className={classes['whose']}>{whose}</span>
      {value === undefined || value === null || value === '' ? <em className={classes['nothing']}>{words.nothing}</em> : <code className={classes['value']}>{said(value)}</code>}
    </>
  );
}

const said = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

import { Kbd } from '@mantine/core';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { shortcuts } from './shortcuts';
import classes from './ShortcutHelp.module.css';

/** All keyboard shortcuts on one small page. */
export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} onClose={onClose} title={text.shell.keyboard}>
      <dl className={classes['list']}>
        {shortcuts.map(({ keys, sequence, label }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && sequence && <span className={classes['then']}>{text.shell.shortcuts.then}</span>}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

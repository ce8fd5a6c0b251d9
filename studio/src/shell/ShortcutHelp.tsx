import { Button, Kbd } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { text } from '@/text';
import { useTour } from '@/tour/useTour';
import { Dialog } from '@/ui/Dialog';
import { shortcuts } from './shortcuts';
import classes from './ShortcutHelp.module.css';

/** All keyboard shortcuts on one small page. */
export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const tour = useTour();
  const showTour = () => {
    onClose();
    tour?.start();
  };
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
      {tour !== null && (
        <Button className={classes['tour'] ?? ''} variant="default" leftSection={<IconRoute size={16} stroke={1.75} />} onClick={showTour}>
          {text.tour.show}
        </Button>
      )}
    </Dialog>
  );
}

import { Popover, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useHere } from '@/live/useLive';
import { text } from '@/text';
import { Avatar } from '@/ui/Avatar';
import { usePlace } from './usePlace';
import classes from './WhoIsHere.module.css';

const words = text.shell.here;
const DRAWN = 3;

/** Who else has this page open: discs, and their names when pressed. */
export function WhoIsHere({ workspace }: { workspace: string }) {
  const people = useHere(workspace, usePlace());
  const names = people.map((person) => person.name);
  const more = people.length - DRAWN;
  return (
    <>
      <VisuallyHidden role="status">{names.length > 0 && words.also(names.join(', '))}</VisuallyHidden>
      {people.length > 0 && (
        <Popover position="bottom-end" trapFocus returnFocus withinPortal>
          <Popover.Target>
            <UnstyledButton className={classes['button']} aria-label={words.also(names.join(', '))} title={names.join(', ')}>
              {people.slice(0, DRAWN).map((person) => (
                <Avatar key={person.id} name={person.name} />
              ))}
              {more > 0 && <span className={classes['more']}>{`+${more}`}</span>}
            </UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown aria-label={words.title} className={classes['list']} tabIndex={-1} data-autofocus>
            <strong>{words.title}</strong>
            <ul>
              {people.map((person) => (
                <li key={person.id}>
                  <Avatar name={person.name} />
                  <span>{person.name}</span>
                </li>
              ))}
            </ul>
          </Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}

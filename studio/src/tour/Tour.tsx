import { Button } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { useId, useRef, useState } from 'react';
import { text } from '@/text';
import classes from './Tour.module.css';
import { tourSteps } from './tourSteps';
import { useAnchor, type Anchor } from './useAnchor';
import { useLeaving } from './useLeaving';

const words = text.tour;

interface TourProps {
  workspace: string;
  /** The id of the navigation that it points at. */
  navigation: string;
  onLeave: () => void;
}

/** Beside one entry of the navigation after the other: what it is for. The page stays in use meanwhile. */
export function Tour({ workspace, navigation, onLeave }: TourProps) {
  const steps = tourSteps(workspace);
  const [at, setAt] = useState(0);
  const step = steps[at] ?? steps[0];
  const anchor = useAnchor(navigation, step.to);
  const trap = useFocusTrap();
  const next = useRef<HTMLButtonElement>(null);
  const id = useId();
  useLeaving(onLeave);
  const isLast = at === steps.length - 1;
  const back = () => {
    setAt(at - 1);
    if (at === 1) next.current?.focus(); // this button goes
  };
  return (
    <>
      {anchor !== null && <Pointer anchor={anchor} />}
      <div ref={trap} className={classes['tour']} style={anchor === null ? {} : beside(anchor)} role="dialog" aria-label={words.title} aria-describedby={id} data-tour data-beside={anchor !== null || undefined}>
        <div id={id} aria-live="polite" aria-atomic>
          <p className={classes['place']}>{words.place(at + 1, steps.length)}</p>
          <h2 className={classes['title']}>{step.title}</h2>
          <p className={classes['about']}>{step.about}</p>
          {anchor === null && <p className={classes['note']}>{words.inMenu}</p>}
          {isLast && <p className={classes['note']}>{words.again}</p>}
        </div>
        <div className={classes['actions']}>
          {!isLast && (
            <Button variant="subtle" color="gray" className={classes['skip']} onClick={onLeave}>
              {words.skip}
            </Button>
          )}
          {at > 0 && (
            <Button variant="default" onClick={back}>
              {text.actions.back}
            </Button>
          )}
          <Button ref={next} variant="filled" data-autofocus onClick={isLast ? onLeave : () => setAt(at + 1)}>
            {isLast ? text.actions.done : words.next}
          </Button>
        </div>
      </div>
    </>
  );
}

/** A frame around the entry, and the tip that leads to it. */
function Pointer({ anchor }: { anchor: Anchor }) {
  const { left, top, width, height } = anchor;
  return (
    <>
      <div className={classes['frame']} style={{ left, top, width, height }} aria-hidden />
      <div className={classes['tip']} style={{ left: left + width + GAP - 6, top: top + height / 2 - 6 }} aria-hidden />
    </>
  );
}

const GAP = 16;
const LOWEST = 280;

/** Right of the entry, its tip near the top; on a low window as far up as it takes to be whole. */
function beside({ left, top, width }: Anchor) {
  return { left: left + width + GAP, top: Math.max(12, Math.min(top - 16, window.innerHeight - LOWEST)) };
}

import { ActionIcon, Button } from '@mantine/core';
import { IconRoute, IconX } from '@tabler/icons-react';
import { text } from '@/text';
import classes from './TourOffer.module.css';
import { useTour } from './useTour';

const words = text.tour;

/** One quiet line that offers the tour, until it was taken or declined. */
export function TourOffer() {
  const tour = useTour();
  if (!tour?.isOffered) return null;
  const decline = () => {
    tour.decline();
    document.getElementById('main')?.focus(); // this line goes
  };
  return (
    <aside className={classes['offer']} aria-label={words.title}>
      <IconRoute size={16} stroke={1.75} aria-hidden />
      <span>{words.offer}</span>
      <Button variant="default" size="compact-sm" onClick={tour.start}>
        {words.start}
      </Button>
      <ActionIcon onClick={decline} aria-label={words.decline}>
        <IconX size={16} stroke={1.75} />
      </ActionIcon>
    </aside>
  );
}

import { createContext, useContext } from 'react';

/** The tour, as what leads to it knows it. */
export interface TourState {
  /** Nobody has taken or declined it yet in this browser as the person signed in. */
  isOffered: boolean;
  start: () => void;
  decline: () => void;
}

export const TourContext = createContext<TourState | null>(null);

/** The tour of the workspace that is shown; null where there is nothing to show around. */
export const useTour = () => useContext(TourContext);

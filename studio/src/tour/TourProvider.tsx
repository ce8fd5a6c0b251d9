import { useLocalStorage } from '@mantine/hooks';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useMe } from '@/api/me';
import { useMayDesign } from '@/home/useMayDesign';
import { NAVIGATION } from '@/shell/Rail';
import { TourContext } from './useTour';

const Tour = lazy(async () => ({ default: (await import('./Tour')).Tour }));

const AGAIN_MS = 20;

/** A dialog that closes gives the focus back to where it was; only then is there something to return to afterwards. */
function onceFocusIsBack(go: () => void): void {
  const isInDialog = Boolean(document.activeElement?.closest('[role="dialog"]'));
  if (isInDialog) window.setTimeout(() => onceFocusIsBack(go), AGAIN_MS);
  else go();
}

interface TourProviderProps {
  workspace: string | undefined;
  children: ReactNode;
}

/** Shows the tour once it is started. It never starts by itself; that it was left is remembered per person in this browser. */
export function TourProvider({ workspace, children }: TourProviderProps) {
  const designs = useMayDesign(workspace);
  const key = `toolwright-tour:${useMe().data?.id ?? ''}`;
  const [isOver, setOver] = useLocalStorage({ key, defaultValue: false, getInitialValueInEffect: false });
  const [shownIn, setShownIn] = useState<string | null>(null);
  const isShown = workspace !== undefined && shownIn === workspace;
  const leave = () => {
    setShownIn(null);
    setOver(true);
  };
  const state = {
    isOffered: !isOver && !isShown,
    start: () => onceFocusIsBack(() => setShownIn(workspace ?? null)),
    decline: leave,
  };
  return (
    <TourContext value={designs ? state : null}>
      {children}
      {isShown && (
        <Suspense fallback={null}>
          <Tour workspace={workspace} navigation={NAVIGATION} onLeave={leave} />
        </Suspense>
      )}
    </TourContext>
  );
}

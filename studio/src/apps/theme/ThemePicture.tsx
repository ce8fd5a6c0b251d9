import { SegmentedControl, useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useDrawnScreen } from '@/api/designer';
import { dress, showIn } from '@/designer/canvas/frame';
import { text } from '@/text';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { ProblemBanner } from '@/ui/ProblemBanner';
import classes from './Theme.module.css';
import type { Mode } from './themeDoc';

const words = text.apps.theme;
const MODES = ['light', 'dark'] as const;
type Shown = (typeof MODES)[number];

interface ThemePictureProps {
  workspace: string;
  app: string;
  screen: string | null;
  css: string;
  mode: Mode;
}

/** The first screen of the app, with the theme as it is being written. */
export function ThemePicture({ workspace, app, screen, css, mode }: ThemePictureProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(0);
  const [chosen, setChosen] = useState<Shown | null>(null);
  const drawn = useDrawnScreen(workspace, app, screen);
  const around = useComputedColorScheme('light');
  const shown = mode === 'system' ? (chosen ?? around) : mode;

  useEffect(() => {
    const page = frame.current?.contentDocument;
    if (!page || drawn.data === undefined || ready === 0) return;
    showIn(page, drawn.data);
  }, [drawn.data, ready]);

  useEffect(() => {
    if (frame.current !== null && ready > 0) dress(frame.current, css, shown);
  }, [css, shown, ready]);

  return (
    <section className={classes['picture']} aria-label={words.picture}>
      <div className={classes['head']}>
        <span className={classes['about']}>{mode === 'system' ? words.pictureAbout : words.alwaysMode(words.modes[mode])}</span>
        <SegmentedControl size="xs" aria-label={words.shownIn} disabled={mode !== 'system'} data={MODES.map((one) => ({ value: one, label: words.modes[one] }))} value={shown} onChange={(value) => setChosen(MODES.find((one) => one === value) ?? null)} />
      </div>
      {screen === null ? (
        <p className={classes['none']}>{words.noScreen}</p>
      ) : (
        <div className={classes['stage']}>
          <iframe ref={frame} className={classes['frame']} title={words.picture} src={`/preview/${workspace}/${app}`} tabIndex={-1} inert onLoad={() => setReady((was) => was + 1)} />
          {drawn.isPending && (
            <div className={classes['waiting']}>
              <PageSkeleton />
            </div>
          )}
          {drawn.error !== null && <ProblemBanner error={drawn.error} />}
        </div>
      )}
    </section>
  );
}

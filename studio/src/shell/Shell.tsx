import { Suspense, useState } from 'react';
import { Outlet, useParams } from 'react-router';
import { text } from '@/text';
import { TourProvider } from '@/tour/TourProvider';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { OfflineNotice } from './OfflineNotice';
import { Palette } from './Palette';
import { ProductionNotice } from './ProductionNotice';
import { Rail } from './Rail';
import classes from './Shell.module.css';
import { ShortcutHelp } from './ShortcutHelp';
import { TopBar } from './TopBar';
import { useGoShortcuts } from './useGoShortcuts';
import { useRail } from './useRail';

/** The frame around every page of the studio: rail, top bar, palette, notices. */
export function Shell() {
  const { workspace } = useParams();
  const rail = useRail();
  const [helpOpen, setHelpOpen] = useState(false);
  useGoShortcuts({ workspace, onHelp: () => setHelpOpen(true), onToggleRail: rail.toggle });
  return (
    <div className={classes['shell']} data-expanded={rail.expanded || undefined} data-open={rail.open || undefined}>
      <TourProvider workspace={workspace}>
        <a className={classes['skip']} href="#main">
          {text.shell.skip}
        </a>
        <Rail workspace={workspace} rail={rail} />
        <div className={classes['veil']} onClick={rail.close} aria-hidden />
        <div className={classes['page']}>
          <TopBar workspace={workspace} onMenu={rail.openDrawer} onHelp={() => setHelpOpen(true)} />
          <OfflineNotice />
          <ProductionNotice workspace={workspace} />
          <main id="main" className={classes['main']} tabIndex={-1}>
            <Suspense fallback={<PageSkeleton />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
        <Palette workspace={workspace} onHelp={() => setHelpOpen(true)} />
        <ShortcutHelp opened={helpOpen} onClose={() => setHelpOpen(false)} />
      </TourProvider>
    </div>
  );
}

import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { AppSummary } from '@/api/types';
import { text } from '@/text';
import { CopyButton } from '@/ui/CopyButton';
import classes from './AppList.module.css';

/** The apps of a workspace, each with its address. */
export function AppList({ apps }: { apps: AppSummary[] }) {
  return (
    <ul className={classes['list']}>
      {apps.map((app) => {
        const address = new URL(app.address, window.location.origin).href;
        return (
          <li key={app.name}>
            <div className={classes['words']}>
              <span className={classes['title']}>{app.title}</span>
              <span className={classes['detail']}>{[app.description, text.home.screens(app.screens)].filter(Boolean).join(' · ')}</span>
            </div>
            <span className={classes['address']}>
              <code>{app.address}</code>
              <CopyButton value={address} label={text.home.copyAddress} />
            </span>
            <Button component="a" href={app.address} rightSection={<IconArrowRight size={16} stroke={1.75} />} aria-label={`${text.shell.palette.openApp}: ${app.title}`}>
              {text.shell.palette.openApp}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

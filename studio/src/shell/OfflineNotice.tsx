import { useNetwork } from '@mantine/hooks';
import { IconWifiOff } from '@tabler/icons-react';
import { text } from '@/text';
import classes from './OfflineNotice.module.css';

/** A line under the bar while the browser has no network. */
export function OfflineNotice() {
  const { online } = useNetwork();
  return (
    <div role="status">
      {!online && (
        <p className={classes['notice']}>
          <IconWifiOff size={16} stroke={1.75} aria-hidden />
          {text.shell.offline}
        </p>
      )}
    </div>
  );
}

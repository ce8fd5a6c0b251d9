import { Button } from '@mantine/core';
import { IconArrowRight, IconCircleCheck, IconDownload } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { FromFile } from '@/api/fromFile';
import { download } from '@/import/download';
import { text } from '@/text';
import classes from './CreateStep.module.css';

const words = text.generate;
const ICON = { size: 16, stroke: 1.75 };

/** What was made of the file, and the way into it. */
export function FileDone({ made, onRestart }: { made: FromFile; onRestart: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={classes['card']}>
      <IconCircleCheck size={32} stroke={1.5} className={classes['ok']} aria-hidden />
      <h2 ref={heading} tabIndex={-1} className={classes['title']}>
        {words.done.title(made.title)}
      </h2>
      {made.tables.map((one) => (
        <p key={one.name} className={classes['about']}>
          {one.title}: {text.importing.done.about(one.report.inserted, 0, one.report.rejected)}
        </p>
      ))}
      <div className={classes['buttons']}>
        <Button component="a" href={made.address ?? '/'} variant="filled" rightSection={<IconArrowRight {...ICON} />}>
          {words.done.open}
        </Button>
        <Button component={Link} to={`/w/${made.workspace}`}>
          {words.done.manage}
        </Button>
        {made.tables.map(
          ({ name, title, report }) =>
            report.rejects && (
              <Button key={name} leftSection={<IconDownload {...ICON} />} onClick={() => download(report.rejects ?? '', `${name}-rejects.csv`)}>
                {words.file.rejects(title)}
              </Button>
            ),
        )}
        <Button variant="subtle" onClick={onRestart}>
          {words.done.another}
        </Button>
      </div>
    </div>
  );
}

import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconDownload, IconLayoutGridAdd, IconTable, IconTools } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { generateFrom } from '@/api/generate';
import type { ImportReport } from '@/api/importFile';
import { workspaceKey } from '@/api/workspaces';
import { tablePath } from '@/grid/tablePath';
import { text } from '@/text';
import { language } from '@/text/language';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { Section } from '@/ui/Page';
import { download } from './download';
import classes from './Import.module.css';
import { Problems } from './Problems';

const words = text.importing.done;
const ICON = { size: 16, stroke: 1.75 };

interface ImportedProps {
  workspace: string;
  table: string;
  source: string | null;
  title: string;
  designs: boolean;
  report: ImportReport;
  labels: Record<string, string>;
  onAgain: () => void;
}

/** What was imported, and where one goes from here: the rows, the design, screens. */
export function Imported({ workspace, table, source, title, designs, report, labels, onAgain }: ImportedProps) {
  const queries = useQueryClient();
  const rows = useRef<HTMLAnchorElement>(null);
  useEffect(() => rows.current?.focus(), []);
  const screens = useMutation({
    mutationFn: () => generateFrom(workspace, { title, tables: [table], language }),
    onSuccess: () => queries.invalidateQueries({ queryKey: workspaceKey(workspace) }),
  });
  const isOurs = source === null && designs;
  return (
    <Section title={words.title(title)}>
      <div className={classes['outcome']}>
        <p role="status" className={classes['status']}>
          {words.about(report.inserted, report.updated, report.rejected)}
        </p>
        {screens.isError && <ProblemBanner error={screens.error} />}
        <div className={classes['line']}>
          <Button component={Link} ref={rows} variant="filled" to={tablePath(workspace, table, source)} leftSection={<IconTable {...ICON} />}>
            {words.rows}
          </Button>
          {report.rejects && (
            <Button leftSection={<IconDownload {...ICON} />} onClick={() => download(report.rejects ?? '', `${table}-rejects.csv`)}>
              {words.rejects}
            </Button>
          )}
          {isOurs && screens.data === undefined && (
            <Button loading={screens.isPending} leftSection={<IconLayoutGridAdd {...ICON} />} onClick={() => screens.mutate()}>
              {words.screens}
            </Button>
          )}
          {isOurs && (
            <Button component={Link} to={`${tablePath(workspace, table, null)}/design`} leftSection={<IconTools {...ICON} />}>
              {words.design}
            </Button>
          )}
          <Button variant="subtle" onClick={onAgain}>
            {words.again}
          </Button>
        </div>
        {screens.data !== undefined && (
          <p role="status" className={classes['line']}>
            {words.screensMade(title)} <a href={screens.data.address}>{words.open}</a>
          </p>
        )}
        {report.rejected > 0 && (
          <>
            <p className={classes['about']}>{words.mend}</p>
            <Problems report={report} labels={labels} />
          </>
        )}
      </div>
    </Section>
  );
}

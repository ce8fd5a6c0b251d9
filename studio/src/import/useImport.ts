import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { importFile, type ImportReport, type ImportWish } from '@/api/importFile';
import { workspaceKey } from '@/api/workspaces';
import { TRIAL, useFileWork } from './useFileWork';

/** A chosen file; each choice has a number of its own, as files cannot be compared. */
export interface ChosenFile {
  number: number;
  name: string;
  file: Blob;
}

const SETTLED_MS = 300;
let choices = 0;

/** A file that has just been chosen. */
export function chosenFile(name: string, file: Blob): ChosenFile {
  choices += 1;
  return { number: choices, name, file };
}

interface Kept {
  /** The number of the file. */
  of: number;
  report: ImportReport;
}

/** The report that has just come, if it is another one. */
function newerOf(chosen: ChosenFile | null, report: ImportReport | undefined, kept: Kept | null): Kept | null {
  if (chosen === null || report === undefined || report === kept?.report) return null;
  return { of: chosen.number, report };
}

const reportOf = (chosen: ChosenFile | null, kept: Kept | null): ImportReport | undefined => (kept !== null && kept.of === chosen?.number ? kept.report : undefined);

/** What is tried, as text. What a new table is called changes nothing about its rows. */
function askedOf(wish: ImportWish | null): string {
  if (wish === null) return '';
  return JSON.stringify({ ...wish, skipWrong: false, ...(wish.title === null ? {} : { title: '-' }) });
}

/** What importing would come to, tried anew whenever something is chosen otherwise; what came last stays meanwhile. */
export function useTrial(workspace: string, chosen: ChosenFile | null, wish: ImportWish | null) {
  const [rows, setRows] = useState(0);
  const [kept, setKept] = useState<Kept | null>(null);
  const wanted = askedOf(wish);
  const [asked] = useDebouncedValue(wanted, SETTLED_MS, { leading: true });
  const trial = useQuery({
    queryKey: [...workspaceKey(workspace), 'import-trial', chosen?.number, asked],
    queryFn: ({ signal }) => {
      setRows(0);
      if (chosen === null) throw new Error('Nothing is chosen yet');
      return importFile(workspace, chosen.file, JSON.parse(asked) as ImportWish, true, signal, setRows);
    },
    enabled: chosen !== null && asked !== '',
    ...TRIAL,
  });
  const newer = newerOf(chosen, trial.isPlaceholderData ? undefined : trial.data, kept);
  if (newer !== null) setKept(newer);
  const last = reportOf(chosen, kept);
  const isTrying = trial.isFetching || asked !== wanted;
  return { last, isTrying, error: isTrying ? null : trial.error, rows, again: () => void trial.refetch() };
}

/** The import itself, with progress; cancelling leaves nothing behind. */
export function useImport(workspace: string) {
  const queries = useQueryClient();
  const { start, outcome, ...work } = useFileWork<ImportReport>();
  const importing = (file: Blob, wish: ImportWish) =>
    start(async (signal, onRows) => {
      const report = await importFile(workspace, file, wish, false, signal, onRows);
      void queries.invalidateQueries({ queryKey: workspaceKey(workspace) });
      return report;
    });
  return { ...work, report: outcome, start: importing };
}

import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { startFromFile, type FileWish, type FromFile, type SheetReport } from '@/api/fromFile';
import type { ChosenFile } from '@/import/useImport';
import { titleOf } from '@/import/titleOf';
import { TRIAL, useFileWork } from '@/import/useFileWork';
import { merged, wishOf, type FileDraft } from './fileDraft';

const SETTLED_MS = 300;

interface Known {
  /** The number of the file, and how it was read. */
  of: string;
  from: FromFile;
  sheets: SheetReport[];
  /** Sheets that hold nothing, with the reason. */
  leftOut: Record<string, string>;
}

const placeOf = ({ chosen, readAs }: FileDraft): string => `${chosen?.number ?? ''} ${JSON.stringify(readAs)}`;

/** What is known by now, with what has just come. */
function newerOf(place: string, from: FromFile | undefined, known: Known | null): Known | null {
  if (from === undefined || from === known?.from) return null;
  const before = knownHere(place, known);
  return { of: place, from, sheets: merged(before.sheets, from.tables), leftOut: { ...before.leftOut, ...from.left_out } };
}

function knownHere(place: string, known: Known | null): { sheets: SheetReport[]; leftOut: Record<string, string> } {
  return known?.of === place ? { sheets: known.sheets, leftOut: known.leftOut } : { sheets: [], leftOut: {} };
}

/** What is tried, as text; nothing when no sheet is taken. What the app is called changes nothing about its rows. */
function askedOf(draft: FileDraft, known: SheetReport[]): string {
  if (draft.chosen === null) return '';
  const wish = wishOf(draft, known, titleOf(draft.chosen.name));
  return wish.tables?.length === 0 ? '' : JSON.stringify({ ...wish, skipWrong: false });
}

/** What the file would become, tried anew whenever something is chosen otherwise. */
export function useFileTrial(draft: FileDraft) {
  const [rows, setRows] = useState(0);
  const [known, setKnown] = useState<Known | null>(null);
  const place = placeOf(draft);
  const { sheets, leftOut } = knownHere(place, known);
  const { chosen } = draft;
  const wanted = askedOf(draft, sheets);
  const [asked] = useDebouncedValue(wanted, SETTLED_MS, { leading: true });
  const trial = useQuery({
    queryKey: ['from-file', place, asked],
    queryFn: async ({ signal }) => {
      setRows(0);
      if (chosen === null) throw new Error('Nothing is chosen yet');
      return startFromFile(chosen.file, JSON.parse(asked) as FileWish, true, signal, setRows);
    },
    enabled: asked !== '' && asked === wanted,
    ...TRIAL,
  });
  const newer = newerOf(place, trial.isPlaceholderData ? undefined : trial.data, known);
  if (newer !== null) setKnown(newer);
  const isTrying = trial.isFetching || asked !== wanted;
  return { sheets, leftOut, isTrying, error: isTrying ? null : trial.error, rows, again: () => void trial.refetch() };
}

/** Making it, with progress; cancelling leaves nothing behind. */
export function useMaking() {
  const queries = useQueryClient();
  const { start, outcome, ...work } = useFileWork<FromFile>();
  const making = (chosen: ChosenFile, wish: FileWish) =>
    start(async (signal, onRows) => {
      const made = await startFromFile(chosen.file, wish, false, signal, onRows);
      void queries.invalidateQueries({ queryKey: ['workspaces'] });
      return made;
    });
  return { ...work, made: outcome, start: making };
}

import { useEffect, useRef, useState } from 'react';
import { asProblem } from '@/api/problem';
import { sendFile, type FilePlace } from '@/api/rowFiles';
import type { GridColumn } from '../columns';
import type { RowFile } from '../values';

/** Sends files for a column one after the other; those that came are added, in place of the one there where only one may be. */
export function useSending(place: FilePlace, column: GridColumn, onAdd: (files: RowFile[]) => void) {
  const [sending, setSending] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const flight = useRef<AbortController | null>(null);
  useEffect(() => () => flight.current?.abort(), []);

  const send = async (files: readonly File[]) => {
    const wanted = column.many ? files : files.slice(0, 1);
    if (wanted.length === 0 || sending !== null) return;
    const going = (flight.current = new AbortController());
    setWrong(null);
    try {
      for (const file of wanted) {
        setSending(file.name);
        const { id, name, size, type } = await sendFile(place, column.name, file, going.signal);
        onAdd([{ id, name, size, type: type ?? '' }]);
      }
    } catch (error) {
      if (going.signal.aborted) return;
      setWrong(asProblem(error).message);
    }
    setSending(null);
  };
  return { sending, wrong, send };
}

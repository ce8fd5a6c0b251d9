import { useEffect, useState } from 'react';
import { readSubjectText, writeSubjectText } from '@/api/designer';
import { Problem } from '@/api/problem';
import { text } from '@/text';
import { same } from '@/ui/same';
import { done } from '@/ui/toast';
import { tidyScreen } from '../document/tidy';
import type { JsonObject } from '../document/types';
import type { ScreenEditor } from '../save/useScreenDraft';
import type { Subject } from '../subject';

const GATHER_MS = 250;
const words = text.designer.yaml;

/** A mistake in the text, at its line. */
export interface LineFault {
  line: number;
  message: string;
  hint: string | null;
}

export interface ScreenText {
  /** What is in the editor; null before the first text has come. */
  text: string | null;
  isWritten: boolean;
  /** The screen was changed otherwise since the writing began. */
  isBehind: boolean;
  faults: LineFault[];
  /** Why the text cannot be had or read, when that is nothing in it. */
  problem: unknown;
  write: (next: string) => void;
  discard: () => void;
  /** Make the screen what the text says, as one step; false where it is wrong. */
  apply: () => Promise<boolean>;
}

const noFaults: LineFault[] = [];

function faultsIn(problem: unknown): LineFault[] {
  if (!(problem instanceof Problem) || problem.status !== 422) return noFaults;
  return problem.errors.map((error) => ({ line: error.where?.line ?? 1, message: error.message, hint: error.hint ?? null }));
}

/** The screen or module as YAML text that can be written into. The server reads and writes it; what is not applied yet is kept in the browser. */
export function useScreenText(subject: Subject, editor: ScreenEditor): ScreenText {
  const { doc, edit, written, setWritten } = editor;
  const [canonical, setCanonical] = useState<string | null>(null);
  const [checked, setChecked] = useState<{ text: string; problem: unknown }>({ text: '', problem: null });
  const [trouble, setTrouble] = useState<unknown>(null);

  useEffect(() => {
    const gone = new AbortController();
    writeSubjectText(subject, doc, gone.signal).then(
      (answer) => {
        setCanonical(answer.text);
        setTrouble(null);
      },
      (problem: unknown) => {
        if (!gone.signal.aborted) setTrouble(problem);
      },
    );
    return () => gone.abort();
  }, [subject, doc]);

  const now = written?.text ?? null;
  useEffect(() => {
    if (now === null) return undefined;
    const gone = new AbortController();
    const check = async () => {
      try {
        await readSubjectText(subject, now, gone.signal);
        setChecked({ text: now, problem: null });
      } catch (problem) {
        if (!gone.signal.aborted) setChecked({ text: now, problem });
      }
    };
    const timer = window.setTimeout(() => void check(), GATHER_MS);
    return () => {
      window.clearTimeout(timer);
      gone.abort();
    };
  }, [subject, now]);

  const apply = async () => {
    if (written === null) return true;
    try {
      const read = await readSubjectText(subject, written.text);
      const next = tidyScreen(read.definition as JsonObject);
      if (!same(next, doc)) edit(next);
      setWritten(null);
      if (!read.keeps_comments) done(words.commentsStay);
      return true;
    } catch (problem) {
      setChecked({ text: written.text, problem });
      return false;
    }
  };

  const said = now === null ? null : checked.problem;
  const faults = faultsIn(said);
  return {
    text: now ?? canonical,
    isWritten: written !== null,
    isBehind: written !== null && canonical !== null && written.from !== canonical,
    faults,
    problem: trouble ?? (faults.length === 0 ? said : null),
    write: (next) => setWritten(next === canonical ? null : { text: next, from: written?.from ?? canonical ?? '' }),
    discard: () => {
      const was = written;
      setWritten(null);
      done(words.discarded, { undo: () => setWritten(was) });
    },
    apply,
  };
}

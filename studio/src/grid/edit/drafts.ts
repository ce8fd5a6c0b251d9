import { text } from '@/text';
import type { Batch, CellEdit } from './batch';
import { workOf, type Work } from './work';

interface Kept {
  batches: Work[];
  typed: CellEdit | null;
}

/** Unsaved changes of one person in one table, kept through a reload or signing in again in this tab of the browser. */
export interface Drafts {
  load: () => Batch[];
  keep: (batches: Batch[], typed: CellEdit | null) => void;
}

export function draftsOf(person: string, workspace: string, table: string): Drafts {
  const key = `toolwright-edits:${person}:${workspace}/${table}`;
  return {
    load: () => {
      try {
        const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null;
        if (kept === null) return [];
        return [...kept.batches, ...(kept.typed === null ? [] : [workOf({ cells: [kept.typed] })])].map((work) => ({ ...work, isSaving: false, message: text.gridEdit.kept, waits: false }));
      } catch {
        return [];
      }
    },
    keep: (batches, typed) => {
      try {
        if (batches.length === 0 && typed === null) sessionStorage.removeItem(key);
        else sessionStorage.setItem(key, JSON.stringify({ batches: batches.map((batch) => workOf(batch)), typed } satisfies Kept));
      } catch {
        // A browser that keeps nothing: what is unsaved lasts as long as the page.
      }
    },
  };
}

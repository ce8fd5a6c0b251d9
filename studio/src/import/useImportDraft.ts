import type { ImportWish, ReadAs } from '@/api/importFile';
import { useMe } from '@/api/me';
import { useTable } from '@/api/tables';
import type { Table, TableSummary } from '@/api/types';
import { nameFor } from '@/apps/nameFor';
import { modesOf } from './mappable';
import { NO_CHOICES, type ColumnChoices } from './columnChoices';
import type { TargetState } from './Target';
import { titleOf } from './titleOf';
import { useDraft } from './useDraft';
import { chosenFile, type ChosenFile } from './useImport';

/** All that is chosen; another file begins anew with its columns. */
export interface ImportDraft extends ColumnChoices {
  chosen: ChosenFile | null;
  target: TargetState;
  readAs: ReadAs;
  skipWrong: boolean;
}

const BEGINNING = { ...NO_CHOICES, readAs: {}, skipWrong: false };

/** What somebody chose for an import, what that asks of the server, and the ways to choose otherwise. */
export function useImportDraft(workspace: string, given: string | null, tables: TableSummary[], designs: boolean) {
  const me = useMe().data;
  const [kept, setKept] = useDraft<ImportDraft>(`${me?.id ?? ''}/${workspace}/${given ?? ''}`, () => ({
    ...BEGINNING,
    chosen: null,
    target: { isNew: given === null && designs, title: '', table: given, mode: 'insert', key: [] },
  }));
  const { isNew, table: ref } = kept.target;
  const asked = useTable(workspace, ref ?? '', !isNew && ref !== null);
  const table = asked.data;
  const draft = { ...kept, target: withMode(kept.target, table) };
  const name = draft.target.title.trim() === '' ? '' : nameFor(draft.target.title, tables.map((one) => one.ref), 'table');
  const change = (changes: Partial<ImportDraft>) => setKept((was) => ({ ...was, ...changes }));
  return {
    draft,
    table: isNew ? undefined : table,
    /** The table where it could not be read, which is asked again. */
    unread: !isNew && asked.isError && table === undefined ? asked : null,
    name,
    wish: wishOf(draft, name),
    change,
    take: (fileName: string, file: Blob) => {
      const title = kept.target.title.trim() === '' ? titleOf(fileName) : kept.target.title;
      change({ ...BEGINNING, chosen: chosenFile(fileName, file), target: { ...draft.target, title } });
    },
    aim: (changes: Partial<TargetState>) => {
      const isElsewhere = 'isNew' in changes || 'table' in changes;
      change({ target: { ...draft.target, ...changes }, ...(isElsewhere ? NO_CHOICES : {}) });
    },
    /** Begin anew, into the table that has just got rows. */
    again: (into: string) => change({ ...BEGINNING, chosen: null, target: { ...draft.target, isNew: false, table: into, title: '' } }),
  };
}

/** The target in a mode one may use. */
function withMode(target: TargetState, table: Table | undefined): TargetState {
  const allowed = table === undefined || target.isNew ? [target.mode] : modesOf(table);
  return allowed.includes(target.mode) ? target : { ...target, mode: allowed[0] ?? target.mode };
}

/** What is asked of the server; null as long as it is not said where the rows go. */
function wishOf({ target, columns, kinds, readAs, skipWrong }: ImportDraft, name: string): ImportWish | null {
  const table = target.isNew ? name : target.table;
  if (table === null || table === '') return null;
  const how = target.isNew ? { title: target.title.trim(), mode: 'insert' as const, key: [] } : { title: null, mode: target.mode, key: target.mode === 'insert' ? [] : target.key };
  return { table, ...how, columns, kinds, readAs, skipWrong };
}

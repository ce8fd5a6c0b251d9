import { text } from '@/text';
import type { GridColumn } from '../columns';
import type { Looks } from '../GridRow';
import { editText, readText } from '../values';

/** Where keys go after a value was given: as in spreadsheets. */
export type After = 'stay' | 'down' | 'up' | 'next' | 'back';

export interface Given {
  value: unknown;
  typed: string | null;
  problem: string | null;
}

export interface EditorProps {
  column: GridColumn;
  value: unknown;
  /** What was typed before and could not be read. */
  typed: string | null;
  /** Whether the person just types, so that what they type takes the place of what is there. */
  isReplacing: boolean;
  looks: Looks;
  label: string;
  /** The row that is edited; none for one that is not there yet. */
  row?: string | null;
  /** Given before the focus goes elsewhere; null for what was not changed. */
  onGive: (given: Given | null, after: After) => void;
  onType: (given: Given) => void;
}

/** What a text means in the column, or why it means nothing. */
export function givenBy(column: GridColumn, typed: string, looks: Looks): Given {
  const read = readText(column, typed, looks.manner);
  if ('error' in read) return { value: null, typed, problem: read.error };
  if (read.value === null && !column.mayBeEmpty) return { value: null, typed, problem: text.gridEdit.mustHaveValue(column.label) };
  return { value: read.value, typed: null, problem: null };
}

/** The value as the text that an editor begins with. */
export const firstText = ({ column, value, typed, isReplacing, looks }: EditorProps) => (isReplacing ? '' : (typed ?? editText(column, value, looks.manner)));

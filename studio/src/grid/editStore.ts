/** A value that was given to a cell and is not confirmed yet, or was refused. */
export interface CellEdit {
  value: unknown;
  state: 'saving' | 'failed';
  error?: string | undefined;
}

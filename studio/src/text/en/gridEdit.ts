const count = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n.toLocaleString()} ${many}`);
const cells = (n: number) => count(n, 'cell', 'cells');

/** Changing values in the grid of rows. */
export const gridEdit = {
  editor: (label: string) => `${label}, being edited`,
  pickDate: 'Choose in a calendar',
  cells,
  newRows: (n: number) => count(n, 'new row', 'new rows'),
  goneRows: (n: number) => count(n, 'deleted row', 'deleted rows'),
  backRows: (n: number) => count(n, 'row brought back', 'rows brought back'),
  unsaved: (what: string) => `${what} not saved`,
  overtaken: 'Somebody else has changed this in the meantime.',
  theirs: (value: string) => `It is “${value}” now.`,
  theirsNothing: 'It has no value now.',
  keepMine: 'Save mine anyway',
  takeTheirs: 'Take theirs',
  giveUp: 'Give up',
  retry: 'Try again',
  kept: 'This was not saved before the page was left. Save it now, or give it up.',
  givenUp: (what: string) => `${what} given up.`,
  nothingToUndo: 'There is nothing of yours to undo.',
  nothingToRedo: 'There is nothing to redo.',
  notTurned: { new: '', undo: 'Not undone.', redo: 'Not done again.' },
  saved: { new: (what: string) => `${what} saved.`, undo: (what: string) => `Undone: ${what}.`, redo: (what: string) => `Done again: ${what}.` },
  mustHaveValue: (label: string) => `${label} must have a value.`,
  choose: 'Choose',
  noSuchRow: (name: string) => `No row is called “${name}”, or several are.`,
  tooMany: (n: string) => `At most ${n} rows are changed at once. Select fewer.`,
  leftOut: (n: number) => `${cells(n)} cannot be changed here and ${n === 1 ? 'was' : 'were'} left out.`,
  noNewRows: (n: number, why: string) => `${count(n, 'row', 'rows')} beyond the last ${n === 1 ? 'was' : 'were'} left out${why === '' ? '.' : `: ${why}.`}`,
  newRow: (n: number, label: string, why: string) => `New row ${n}, ${label}: ${why}`,
  addRows: {
    title: (n: number) => `Add ${count(n, 'row', 'rows')}?`,
    about: (n: number) => `What you paste goes ${count(n, 'row', 'rows')} beyond the last.`,
    add: (n: number) => `Add ${count(n, 'row', 'rows')}`,
    without: 'Paste without them',
  },
};

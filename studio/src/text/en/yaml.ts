/** One definition as the text of its file. */
export const yaml = {
  open: 'File as YAML',
  title: 'As YAML',
  label: (path: string) => `The text of ${path}`,
  save: 'Save',
  saved: (path: string) => `${path} was saved`,
  message: (path: string) => `Changed ${path} as text`,
  discard: 'Discard',
  discarded: 'The text is the stored one again',
  taken: 'This is what they stored',
  copy: 'Copy YAML',
  faults: 'Mistakes in the text',
  line: (line: number) => `Line ${line}:`,
  loseAnyway: 'Save and lose it for good',
  conflict: {
    title: 'Somebody else changed this definition',
    about: 'Nothing is lost: what you wrote is still here. With yours, theirs stays in the history.',
    theirs: 'Take theirs',
    mine: 'Go on with mine',
  },
};

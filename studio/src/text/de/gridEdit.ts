const count = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n.toLocaleString()} ${many}`);
const cells = (n: number) => count(n, 'Zelle', 'Zellen');

/** Changing values in the grid of rows. */
export const gridEdit = {
  editor: (label: string) => `${label}, in Bearbeitung`,
  pickDate: 'In einem Kalender wählen',
  cells,
  newRows: (n: number) => count(n, 'neue Zeile', 'neue Zeilen'),
  goneRows: (n: number) => count(n, 'gelöschte Zeile', 'gelöschte Zeilen'),
  backRows: (n: number) => count(n, 'zurückgeholte Zeile', 'zurückgeholte Zeilen'),
  unsaved: (what: string) => `${what} nicht gespeichert`,
  overtaken: 'Jemand anderes hat das inzwischen geändert.',
  theirs: (value: string) => `Der Wert ist jetzt „${value}“.`,
  theirsNothing: 'Es gibt jetzt keinen Wert.',
  keepMine: 'Meine trotzdem speichern',
  takeTheirs: 'Andere Fassung übernehmen',
  giveUp: 'Verwerfen',
  retry: 'Erneut versuchen',
  kept: 'Das wurde nicht gespeichert, bevor die Seite verlassen wurde. Speichern Sie es jetzt oder verwerfen Sie es.',
  givenUp: (what: string) => `${what} verworfen.`,
  nothingToUndo: 'Von Ihnen gibt es nichts rückgängig zu machen.',
  nothingToRedo: 'Es gibt nichts zu wiederholen.',
  notTurned: { new: '', undo: 'Nicht rückgängig gemacht.', redo: 'Nicht wiederholt.' },
  saved: { new: (what: string) => `${what} gespeichert.`, undo: (what: string) => `Rückgängig gemacht: ${what}.`, redo: (what: string) => `Wiederholt: ${what}.` },
  mustHaveValue: (label: string) => `${label} muss einen Wert haben.`,
  choose: 'Wählen',
  noSuchRow: (name: string) => `Keine Zeile heißt „${name}“, oder mehrere heißen so.`,
  tooMany: (n: string) => `Höchstens ${n} Zeilen werden auf einmal geändert. Wählen Sie weniger aus.`,
  leftOut: (n: number) => `${cells(n)} ${n === 1 ? 'lässt' : 'lassen'} sich hier nicht ändern und ${n === 1 ? 'wurde' : 'wurden'} ausgelassen.`,
  noNewRows: (n: number, why: string) => `${count(n, 'Zeile', 'Zeilen')} nach der letzten ${n === 1 ? 'wurde' : 'wurden'} ausgelassen${why === '' ? '.' : `: ${why}.`}`,
  newRow: (n: number, label: string, why: string) => `Neue Zeile ${n}, ${label}: ${why}`,
  addRows: {
    title: (n: number) => `${count(n, 'Zeile', 'Zeilen')} hinzufügen?`,
    about: (n: number) => `Was Sie einfügen, reicht ${count(n, 'Zeile', 'Zeilen')} über die letzte hinaus.`,
    add: (n: number) => `${count(n, 'Zeile', 'Zeilen')} hinzufügen`,
    without: 'Ohne sie einfügen',
  },
};

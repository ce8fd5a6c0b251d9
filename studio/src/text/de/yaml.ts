/** A definition as the text of its file. */
export const yaml = {
  open: 'Datei als YAML',
  title: 'Als YAML',
  label: (path: string) => `Der Text von ${path}`,
  save: 'Speichern',
  saved: (path: string) => `${path} wurde gespeichert`,
  message: (path: string) => `${path} als Text geändert`,
  discard: 'Verwerfen',
  discarded: 'Der Text ist wieder der gespeicherte',
  taken: 'Das hat die andere Person gespeichert',
  copy: 'YAML kopieren',
  faults: 'Fehler im Text',
  line: (line: number) => `Zeile ${line}:`,
  loseAnyway: 'Speichern und endgültig verlieren',
  conflict: {
    title: 'Jemand anders hat diese Definition geändert',
    about: 'Nichts ist verloren: Was Sie geschrieben haben, ist noch hier. Mit Ihrem Text bleibt der andere im Verlauf.',
    theirs: 'Anderen übernehmen',
    mine: 'Mit meinem weiter',
  },
};

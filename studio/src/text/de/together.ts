/** Mehrere an einer Definition. */
export const together = {
  editing: (name: string) => `${name} bearbeitet das gerade.`,
  since: 'Begonnen',
  about: 'Nichts hält Sie davon ab. Wer als Zweites speichert, wird gefragt, was bleiben soll.',
  takeOver: 'Übernehmen',
  tookOver: 'Sie bearbeiten es jetzt',
  taken: (name: string) => `${name} hat übernommen. Was Sie geschrieben haben, ist noch da.`,
  comments: {
    title: 'Kommentare',
    open: (n: number) => (n === 0 ? 'Kommentare' : `Kommentare, ${n} offen`),
    of: (title: string) => `Kommentare zu ${title}`,
    about: 'Für alle, die diesen Arbeitsbereich gestalten. Sie gehören nicht zur Definition, ihrer Datei oder ihren Versionen.',
    label: 'Etwas sagen',
    on: (component: string) => `Zu ${component}`,
    onIt: 'Zu allem',
    choose: 'Worum es geht',
    add: 'Kommentieren',
    answer: 'Antworten',
    answerTo: (name: string) => `Antwort an ${name}`,
    send: 'Antwort senden',
    resolve: 'Erledigt',
    reopen: 'Wieder öffnen',
    resolved: (name: string) => `Von ${name} erledigt`,
    showResolved: (n: number) => `${n} erledigte zeigen`,
    hideResolved: 'Erledigte ausblenden',
    none: 'Noch hat niemand etwas gesagt.',
    removed: 'Zurückgenommen',
    takenBack: 'Kommentar zurückgenommen.',
    gone: 'Es ist nicht mehr da.',
  },
};

/** Zwei haben dasselbe geändert: Was nur einer geändert hat, bleibt von beiden. */
export const merge = {
  about: 'Das haben Sie beide geändert. Wählen Sie, was gelten soll; alles andere bleibt von beiden. Bis Sie speichern, ändert sich nichts.',
  mine: 'Ihres',
  theirs: 'Das andere',
  nothing: 'nichts',
  save: 'So speichern',
  later: 'Später entscheiden',
  joined: 'Jemand anders hat hier inzwischen anderes geändert. Beides bleibt.',
  gone: { title: 'Das hat jemand gelöscht', about: 'Was Sie geschrieben haben, ist noch da. Beim Speichern wird es neu angelegt.', save: 'Meines speichern', leave: 'Loslassen' },
};
